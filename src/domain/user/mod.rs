//! A user of a pool: who they are, how far their account has come, and what is known of them.

mod second_factors;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::second_factors::{SecondFactors, Wish};
use crate::domain::clock::Micros;
use crate::domain::code::{Channel, Destination};
use crate::domain::identifier::{Identifier, IdentifierKind, fold};
use crate::domain::pool::{Alias, Contact, PoolId, PoolSettings};

/// A user's id and the `sub` of their tokens: a random UUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub Uuid);

impl UserId {
    /// Reads an id from text.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::parse_str(text).ok().map(Self)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How far an account has come (Cognito's `UserStatusType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum UserStatus {
    /// Signed up, contact not proven.
    Unconfirmed,
    /// Ready.
    Confirmed,
    /// Made by an admin with a temporary password.
    ForceChangePassword,
    /// Must choose a new password by recovery.
    ResetRequired,
    /// Comes from an upstream provider, and only from there.
    ExternalProvider,
}

impl UserStatus {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Unconfirmed, Self::Confirmed, Self::ForceChangePassword, Self::ResetRequired, Self::ExternalProvider];

    /// Cognito's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unconfirmed => "UNCONFIRMED",
            Self::Confirmed => "CONFIRMED",
            Self::ForceChangePassword => "FORCE_CHANGE_PASSWORD",
            Self::ResetRequired => "RESET_REQUIRED",
            Self::ExternalProvider => "EXTERNAL_PROVIDER",
        }
    }

    /// Whether an account of this status can be used by who came by the word of a provider, or by a proof of ours. Who came
    /// from a provider used no password: it may be one that is to be changed.
    pub fn is_open(self, is_by_provider: bool) -> bool {
        match self {
            Self::Confirmed => true,
            Self::ExternalProvider | Self::ResetRequired | Self::ForceChangePassword => is_by_provider,
            Self::Unconfirmed => false,
        }
    }

    /// Reads Cognito's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// Attributes by name. Values are text, as on Cognito's wire.
pub type Attributes = BTreeMap<String, String>;

/// A user as stored.
#[derive(Clone)]
pub struct User {
    /// Their id and `sub`.
    pub id: UserId,
    /// The pool they belong to.
    pub pool: PoolId,
    /// Their username as first given; generated where the pool signs in by contact.
    pub username: String,
    /// How far the account has come.
    pub status: UserStatus,
    /// `false`: nothing opens the account.
    pub enabled: bool,
    /// What is known of them (without `sub`).
    pub attributes: Attributes,
    /// Hash of their password, if they have one. Never printed.
    pub password: Option<String>,
    /// When a temporary password stops working.
    pub temporary_until: Option<Micros>,
    /// When all that was open for them was last ended (sign-out everywhere, password reset).
    pub signed_out_at: Option<Micros>,
    /// What they can prove after the first factor.
    pub second_factors: SecondFactors,
    /// How often that was. What is born of a sign-in carries the number that was read when it began, and is dead once
    /// this is higher. A number and not a moment: nodes' clocks differ (lesson L16).
    pub epoch: i64,
    /// Grows by one with each change.
    pub version: i64,
    /// When the account was made.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("pool", &self.pool)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

impl User {
    /// The value of an attribute; `None` when absent or empty.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether they come from an upstream provider, and only from there: nothing here opens their account.
    pub fn is_from_elsewhere(&self) -> bool {
        self.status == UserStatus::ExternalProvider
    }

    /// Whether a contact was proven.
    pub fn has_verified(&self, contact: Contact) -> bool {
        self.attribute(contact.attribute()).is_some()
            && self.attribute(contact.verified_attribute()).is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    }

    /// A contact as a place that a code can go to, if they have it.
    pub fn reached_by(&self, contact: Contact) -> Option<Destination<'_>> {
        self.attribute(contact.attribute()).map(|address| Destination { contact, address })
    }

    /// The contacts that they have and nobody has proven to be theirs.
    pub fn unproven(&self) -> impl Iterator<Item = Destination<'_>> {
        [Contact::Email, Contact::PhoneNumber]
            .into_iter()
            .filter(|contact| !self.has_verified(*contact))
            .filter_map(|contact| self.reached_by(contact))
    }

    /// Where the code of their sign-up goes.
    pub fn confirmed_at(&self, settings: &PoolSettings) -> Option<Destination<'_>> {
        settings.proven_at_sign_up().find_map(|contact| self.reached_by(contact))
    }

    /// Where recovery codes may go, in the pool's order: to proven contacts only, and to none at which this user also gets
    /// the second factor: one mailbox would be all that is asked (`cognito.md` §4.8).
    pub fn recovered_at(&self, settings: &PoolSettings) -> impl Iterator<Item = Destination<'_>> {
        let policy = &settings.second_factor;
        let second = self.asked_second(policy.when, &policy.kinds);
        let is_second = move |contact: Contact| {
            Channel::ALL.into_iter().any(|channel| channel.contact() == contact && second.contains(&channel.factor()))
        };
        settings
            .recovered_by()
            .filter(move |contact| self.has_verified(*contact) && !is_second(*contact))
            .filter_map(|contact| self.reached_by(contact))
    }

    /// The user as they would be with this contact proven.
    #[must_use]
    pub fn with_proven(&self, Destination { contact, address }: Destination<'_>) -> Self {
        let mut proven = self.clone();
        proven.attributes.insert(contact.attribute().to_owned(), address.to_owned());
        proven.attributes.insert(contact.verified_attribute().to_owned(), "true".to_owned());
        proven
    }

    /// Sets attributes; an empty value removes one. A changed contact is unproven unless `given` says otherwise.
    pub fn set_attributes(&mut self, given: Attributes) {
        let contacts = [Contact::Email, Contact::PhoneNumber];
        for contact in contacts {
            let held = self.attribute(contact.attribute());
            if given.get(contact.attribute()).is_some_and(|value| held != Some(value)) {
                self.attributes.insert(contact.verified_attribute().to_owned(), "false".to_owned());
            }
        }
        self.attributes.extend(given);
        self.attributes.retain(|_, value| !value.is_empty());
        for contact in contacts {
            if !self.attributes.contains_key(contact.attribute()) {
                self.attributes.remove(contact.verified_attribute());
            }
        }
    }

    /// Everything this user can sign in with under the pool's rules: the username, contacts that serve as username,
    /// and aliases once proven (`cognito.md` §6.2). Who comes from a provider signs in with nothing here, and keeps nobody from
    /// a contact that the provider says is theirs.
    pub fn identifiers(&self, settings: &PoolSettings) -> Vec<Identifier> {
        let names = &settings.sign_in_names;
        let folded = |kind, value: &str| Identifier { kind, value: fold(value, names.case_sensitive) };
        let mut identifiers = vec![folded(IdentifierKind::Username, &self.username)];
        if self.is_from_elsewhere() {
            return identifiers;
        }
        for (contact, alias, kind) in [
            (Contact::Email, Alias::Email, IdentifierKind::Email),
            (Contact::PhoneNumber, Alias::PhoneNumber, IdentifierKind::PhoneNumber),
        ] {
            let as_username = names.username_attributes.contains(&contact);
            let as_alias = names.alias_attributes.contains(&alias) && self.has_verified(contact);
            if let Some(value) = self.attribute(contact.attribute()).filter(|_| as_username || as_alias) {
                identifiers.push(folded(kind, value));
            }
        }
        let preferred = self.attribute("preferred_username").filter(|_| {
            names.alias_attributes.contains(&Alias::PreferredUsername) && self.status != UserStatus::Unconfirmed
        });
        identifiers.extend(preferred.map(|value| folded(IdentifierKind::PreferredUsername, value)));
        identifiers
    }

    /// Notes that all that is open for the user ends now.
    pub fn end_all(&mut self, now: Micros) {
        self.signed_out_at = Some(now);
        self.epoch += 1;
    }

    /// Whether something that began in `epoch` has been ended by a sign-out everywhere.
    pub fn has_ended(&self, epoch: i64) -> bool {
        epoch < self.epoch
    }
}

/// Attributes by which users can be listed (`cognito.md` §6.8), beside status and id.
pub const SEARCHABLE: [&str; 6] = ["email", "phone_number", "name", "given_name", "family_name", "preferred_username"];
