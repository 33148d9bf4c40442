//! Everything an admin may set on a pool, with the defaults of a new one.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{AttributeProblem, ImportedHashes, PasswordPolicy, Schema};
use crate::domain::device::DevicePolicy;
use crate::domain::dialling::DialPrefix;
use crate::domain::identifier::{fold, is_phone_number, is_username};
use crate::domain::passkey::PasskeyPolicy;
use crate::domain::risk::{Mode, RiskSettings};
use crate::domain::sign_in::{Factor, SecondFactor};

/// A contact that can be proven and signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Contact {
    /// The attribute `email`.
    Email,
    /// The attribute `phone_number`.
    PhoneNumber,
}

impl Contact {
    /// The attribute that holds it.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
        }
    }

    /// The contact that an attribute is, if it is one.
    pub fn of_attribute(name: &str) -> Option<Self> {
        [Self::Email, Self::PhoneNumber].into_iter().find(|contact| contact.attribute() == name)
    }

    /// The attribute that says whether it was proven.
    pub fn verified_attribute(self) -> &'static str {
        match self {
            Self::Email => "email_verified",
            Self::PhoneNumber => "phone_number_verified",
        }
    }
}

/// An attribute that may stand in for the username once it is proven (Cognito's `AliasAttributes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alias {
    /// A verified e-mail address.
    Email,
    /// A verified phone number.
    PhoneNumber,
    /// A preferred name of a confirmed user.
    PreferredUsername,
}

/// What people type to say who they are. Fixed when the pool is made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInNames {
    /// Contacts that *are* the username; the real username is then generated.
    pub username_attributes: BTreeSet<Contact>,
    /// Attributes that work beside the username once proven.
    pub alias_attributes: BTreeSet<Alias>,
    /// `false` (the default, decision D7): `Ada` and `ada` are one name.
    pub case_sensitive: bool,
}

impl SignInNames {
    /// The contact that a chosen name looks like, where such contacts are aliases: no chosen name may be one, or it
    /// would sign in in the place of the contact's owner.
    pub fn contact_like(&self, name: &str) -> Option<Contact> {
        let is_like = |contact: &Contact| match contact {
            Contact::Email => self.alias_attributes.contains(&Alias::Email) && fold(name, true).contains('@'),
            Contact::PhoneNumber => {
                self.alias_attributes.contains(&Alias::PhoneNumber) && is_phone_number(&fold(name, true))
            }
        };
        [Contact::Email, Contact::PhoneNumber].into_iter().find(is_like)
    }
}

/// One way back into an account, in the order tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecoveryMechanism {
    /// A code to the verified e-mail address.
    VerifiedEmail,
    /// A code to the verified phone number.
    VerifiedPhoneNumber,
    /// Only an admin can help.
    AdminOnly,
}

impl RecoveryMechanism {
    /// The contact that the code goes to.
    pub fn contact(self) -> Option<Contact> {
        match self {
            Self::VerifiedEmail => Some(Contact::Email),
            Self::VerifiedPhoneNumber => Some(Contact::PhoneNumber),
            Self::AdminOnly => None,
        }
    }
}

/// A subject and a body written by the admin, with `{####}` and `{username}` in them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageText {
    /// Subject line; empty: the shipped template's.
    pub subject: String,
    /// HTML body; empty: the shipped template's.
    pub body: String,
}

/// The pool's own words for its messages; empty texts fall back to the templates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSettings {
    /// Codes for sign-up and recovery.
    pub verification: MessageText,
    /// The invitation of a user whom an admin made.
    pub invitation: MessageText,
    /// The text message of codes for sign-up and recovery, with `{####}` in it; empty: the shipped template's.
    #[serde(default)]
    pub sms_verification: String,
    /// The text message of an invitation, with `{username}` and `{####}` in it; empty: the shipped template's.
    #[serde(default)]
    pub sms_invitation: String,
    /// Codes that are the second factor of a sign-in.
    #[serde(default)]
    pub second_factor: MessageText,
    /// The text message of a code that is a factor of a sign-in, with `{####}` in it; empty: the shipped template's.
    #[serde(default)]
    pub sms_sign_in: String,
}

/// The role in whose name Cognito would publish (`SmsConfiguration`). Here the server's gateway sends, and the role is
/// what says that the pool wants text messages; it is kept for those who read it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsCaller {
    /// `SnsCallerArn`.
    pub role: String,
    /// `ExternalId`; empty for none.
    pub external_id: String,
    /// `SnsRegion`; empty for none.
    pub region: String,
}

/// What a pool says of text messages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmsSettings {
    /// Cognito's role, where one was given.
    pub caller: Option<SmsCaller>,
    /// What numbers must begin with, among those that the server sends to at all; empty: all of those.
    pub allowed_prefixes: BTreeSet<DialPrefix>,
}

/// What a pool asks after the first factor (Cognito's `MfaConfiguration` with the factors beside it).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorPolicy {
    /// Of whom.
    pub when: SecondFactor,
    /// Which count.
    pub kinds: BTreeSet<Factor>,
}

impl SecondFactorPolicy {
    /// Whether everyone can do what it asks: it asks for nothing, or for one of something.
    pub fn is_possible(&self) -> bool {
        self.when == SecondFactor::Off || !self.kinds.is_empty()
    }

    /// Whether users may set this factor up.
    pub fn offers(&self, factor: Factor) -> bool {
        self.when != SecondFactor::Off && self.kinds.contains(&factor)
    }
}

/// How long the browser's session at the hosted pages lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLifetimes {
    /// Seconds without use after which it ends.
    pub idle_secs: i64,
    /// Seconds after the sign-in at which it ends in any case.
    pub absolute_secs: i64,
}

impl SessionLifetimes {
    /// Shortest lifetime that can be set, in seconds.
    pub const SHORTEST: i64 = 60;
    /// Longest lifetime that can be set, in seconds (90 days).
    pub const LONGEST: i64 = 90 * 24 * 3600;

    /// Whether both lie in the range that can be set, and idle is not the longer one.
    pub fn are_valid(self) -> bool {
        let range = Self::SHORTEST..=Self::LONGEST;
        range.contains(&self.idle_secs) && range.contains(&self.absolute_secs) && self.idle_secs <= self.absolute_secs
    }
}

impl Default for SessionLifetimes {
    fn default() -> Self {
        Self { idle_secs: 3600, absolute_secs: 24 * 3600 }
    }
}

/// Everything an admin may set on a pool.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PoolSettings {
    /// What people type to say who they are.
    pub sign_in_names: SignInNames,
    /// Which attributes a user has and which are required.
    pub schema: Schema,
    /// Contacts to which sign-up sends a code.
    pub auto_verified: BTreeSet<Contact>,
    /// What is asked of passwords.
    pub password: PasswordPolicy,
    /// Whether people may sign themselves up.
    pub self_sign_up: bool,
    /// Ways back into an account.
    pub recovery: Vec<RecoveryMechanism>,
    /// The pool's own words for its mails.
    pub messages: MessageSettings,
    /// Lifetimes of browser sessions.
    pub sessions: SessionLifetimes,
    /// Days after which the signing keys are exchanged for new ones by themselves; `None`: only when asked.
    pub signing_key_rotation_days: Option<u16>,
    /// Refuses deletion while on.
    pub deletion_protection: bool,
    /// Contacts that a user changes only by proving the new one; the old one holds until then.
    #[serde(default)]
    pub verified_before_update: BTreeSet<Contact>,
    /// What it says of text messages.
    #[serde(default)]
    pub sms: SmsSettings,
    /// What may come first (Cognito's `AllowedFirstAuthFactors`): the password, and what else the pool allows.
    #[serde(default = "password_only")]
    pub first_factors: BTreeSet<Factor>,
    /// What is asked after the first factor.
    #[serde(default)]
    pub second_factor: SecondFactorPolicy,
    /// Whether whoever comes from an upstream provider needs a second factor too, where everybody does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub providers_need_second: bool,
    /// What is asked of passkeys.
    #[serde(default)]
    pub passkeys: PasskeyPolicy,
    /// What is done about the risk of sign-ins.
    #[serde(default)]
    pub risk: RiskSettings,
    /// What it does with devices; `None`: it does not tell them apart.
    #[serde(default)]
    pub devices: Option<DevicePolicy>,
    /// What checking the hashes costs that came from elsewhere. Written by imports alone.
    #[serde(default, skip_serializing_if = "ImportedHashes::is_empty")]
    pub imported_hashes: ImportedHashes,
    /// What the admin wrote on it, for themselves.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            sign_in_names: SignInNames::default(),
            schema: Schema::default(),
            auto_verified: BTreeSet::new(),
            password: PasswordPolicy::default(),
            self_sign_up: true,
            recovery: vec![RecoveryMechanism::VerifiedEmail],
            messages: MessageSettings::default(),
            sessions: SessionLifetimes::default(),
            signing_key_rotation_days: None,
            deletion_protection: false,
            verified_before_update: BTreeSet::new(),
            sms: SmsSettings::default(),
            first_factors: password_only(),
            second_factor: SecondFactorPolicy::default(),
            imported_hashes: ImportedHashes::default(),
            providers_need_second: false,
            passkeys: PasskeyPolicy::default(),
            risk: RiskSettings::default(),
            devices: None,
            tags: BTreeMap::new(),
        }
    }
}

fn password_only() -> BTreeSet<Factor> {
    BTreeSet::from([Factor::Password])
}

impl PoolSettings {
    /// Whose word is enough of whoever comes from an upstream provider, where everybody needs a second factor (`FederatedMfa`).
    pub fn federated_mfa(&self) -> &'static str {
        if self.providers_need_second { "POOL" } else { "PROVIDER" }
    }

    /// Checks one value against the schema, and against what it would sign in as: where preferred names are aliases,
    /// one must be a name, and not somebody's address or number (`cognito.md` §6.2).
    pub fn check_attribute(&self, name: &str, value: &str) -> Result<(), AttributeProblem> {
        self.schema.check(name, value)?;
        let aliases = &self.sign_in_names.alias_attributes;
        let signs_in = name == "preferred_username" && aliases.contains(&Alias::PreferredUsername) && !value.is_empty();
        if signs_in && (!is_username(value) || self.sign_in_names.contact_like(value).is_some()) {
            return Err(AttributeProblem::Invalid(name.to_owned()));
        }
        Ok(())
    }

    /// Whether it tells the browsers of a user apart: for what it does with devices, or because new ones are a risk.
    pub fn knows_devices(&self) -> bool {
        self.devices.is_some() || self.risk.mode != Mode::Off
    }

    /// Whether it wants text messages to be sent.
    pub fn sends_sms(&self) -> bool {
        self.auto_verified.contains(&Contact::PhoneNumber)
            || self.recovery.contains(&RecoveryMechanism::VerifiedPhoneNumber)
            || self.sms.caller.is_some()
            || self.second_factor.kinds.contains(&Factor::SmsCode)
            || self.first_factors.contains(&Factor::SmsCode)
    }

    /// The contacts that sign-up proves, in the order in which one of them is chosen: a number before an address
    /// (`cognito.md` §6.4).
    pub fn proven_at_sign_up(&self) -> impl Iterator<Item = Contact> {
        [Contact::PhoneNumber, Contact::Email].into_iter().filter(|contact| self.auto_verified.contains(contact))
    }

    /// The contacts that recovery codes go to, in the pool's order.
    pub fn recovered_by(&self) -> impl Iterator<Item = Contact> {
        self.recovery.iter().filter_map(|mechanism| mechanism.contact())
    }

    /// What a person of whom nothing is known yet may come with. A code that is sent is left out where it is all that would be
    /// asked for as a second factor of everybody: one mailbox is not two factors.
    pub fn offered_first(&self) -> BTreeSet<Factor> {
        let policy = &self.second_factor;
        let is_all_there_is = |factor: &Factor| policy.kinds.iter().all(|kind| kind == factor);
        let is_dead_end = |factor: &Factor| policy.when == SecondFactor::Required && is_all_there_is(factor);
        self.first_factors.iter().copied().filter(|factor| !is_dead_end(factor)).collect()
    }

    /// What counts after the first factor: the kinds of the policy, and passkeys where one stands for two factors, since it
    /// then stands for the second alone too.
    pub fn second_kinds(&self) -> BTreeSet<Factor> {
        let is_passkey_one = self.passkeys.is_two_factors && self.first_factors.contains(&Factor::Passkey);
        self.second_factor.kinds.iter().copied().chain(is_passkey_one.then_some(Factor::Passkey)).collect()
    }

    /// Whether users may switch this second factor on.
    pub fn offers_second(&self, factor: Factor) -> bool {
        self.second_factor.when != SecondFactor::Off && self.second_kinds().contains(&factor)
    }

    /// Whether people type an e-mail address (or phone number) as their username.
    pub fn uses_contact_as_username(&self) -> bool {
        !self.sign_in_names.username_attributes.is_empty()
    }
}
