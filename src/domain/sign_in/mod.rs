//! The sign-in machine: a pure function that decides what a sign-in still needs.
//!
//! ```text
//! next_step(policy, user, sign_in) -> Step        Step = Challenge | Refused | Complete(Authentication)
//!
//!  a first factor, or the word of an upstream provider
//!               │
//!               ├────┬──► (unconfirmed) ConfirmSignUp          pages: /confirm       API: UserNotConfirmedException
//!               │    ├──► (reset)       ResetPassword          pages: recovery       API: PasswordResetRequiredException
//!               │    └──► (temporary)   NewPassword ──┐        pages: /login step    API: NEW_PASSWORD_REQUIRED
//!               └───────────────────────────────────► second factor, where the policy asks ──► Complete
//!                                                     (the preferred one, the chosen one, or SELECT_MFA_TYPE)
//!  what the risk demands comes on top of the policy: a second factor, recovery, or an end
//! ```
//!
//! An [`Authentication`] can be made in this module only, and sessions and grants are made from one only: skipping a
//! factor does not compile. Doors draw a [`Challenge`]; they never decide which comes next.

mod acr;
mod authentication;
mod demand;
mod machine;
#[cfg(test)]
mod provider_tests;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::acr::Acr;
pub use self::authentication::{
    Authentication, MFA, PROVIDER, Requirements, Resumption, asks_second, first_proof_of, resume,
};
pub use self::demand::Demand;
pub use self::machine::next_step;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::device::{DeviceId, TrustedDevice};
use crate::domain::pool::PoolId;
use crate::domain::provider::ProviderId;
use crate::domain::risk;
use crate::domain::session::UpstreamSession;
use crate::domain::user::{UserId, UserStatus};

/// Something a user can prove. Its `amr` word is RFC 8176's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Knows the password.
    Password,
    /// Has the authenticator app.
    Totp,
    /// Receives the text message.
    SmsCode,
    /// Receives the e-mail.
    EmailCode,
    /// Holds the passkey.
    Passkey,
    /// Kept a recovery code. It stands in for every second factor and is none that can be set up or preferred.
    RecoveryCode,
}

impl Factor {
    /// The word for `amr` (RFC 8176 §2).
    pub fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Totp | Self::EmailCode | Self::RecoveryCode => "otp",
            Self::SmsCode => "sms",
            // Where its key lies is not known without attestation (OpenID EAP ACR Values 1.0 §3).
            Self::Passkey => "pop",
        }
    }

    /// Whether it can be set up inside a sign-in that must not end without a second factor.
    pub fn is_set_up_on_the_way(self) -> bool {
        matches!(self, Self::Totp | Self::SmsCode | Self::EmailCode)
    }
}

/// When a pool asks for a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// Never.
    #[default]
    Off,
    /// Of users who have one.
    Optional,
    /// Of everyone; who has none must set one up.
    Required,
}

/// What a pool asks of a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInPolicy {
    /// Factors that may come first.
    pub first: BTreeSet<Factor>,
    /// When a second factor is asked for.
    pub second: SecondFactor,
    /// Kinds that count as a second factor.
    pub second_kinds: BTreeSet<Factor>,
    /// Whether a passkey that comes first is both factors, once its holder was verified.
    pub passkey_is_two: bool,
    /// Whether a remembered device stands in for the second factor.
    pub device_stands_in: bool,
    /// Whether whoever comes from a provider must have a second factor where everybody must; else only those are asked who
    /// have one: a provider takes no factor away that somebody set up.
    pub provider_needs_second: bool,
}

impl SignInPolicy {
    /// When a second factor is asked for in a sign-in of which `acr` is demanded: of everyone where that is two factors. A
    /// pool that asks nobody has none to ask for.
    pub fn asks_second(&self, acr: Option<Acr>) -> SecondFactor {
        match self.second {
            SecondFactor::Optional if acr == Some(Acr::TwoFactors) => SecondFactor::Required,
            SecondFactor::Off | SecondFactor::Optional | SecondFactor::Required => self.second,
        }
    }

    /// The policy for whoever comes from a provider, where `is_by_provider`.
    #[must_use]
    pub fn by_provider(mut self, is_by_provider: bool) -> Self {
        if is_by_provider && !self.provider_needs_second && self.second == SecondFactor::Required {
            self.second = SecondFactor::Optional;
        }
        self
    }
}

impl Default for SignInPolicy {
    fn default() -> Self {
        Self {
            first: BTreeSet::from([Factor::Password]),
            second: SecondFactor::Off,
            second_kinds: BTreeSet::new(),
            passkey_is_two: false,
            device_stands_in: false,
            provider_needs_second: false,
        }
    }
}

/// What the machine needs to know of the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFactors {
    /// How far the account has come.
    pub status: UserStatus,
    /// Whether the account is open at all.
    pub enabled: bool,
    /// The password is a temporary one whose time is over.
    pub temporary_password_expired: bool,
    /// Required attributes that the user still lacks.
    pub missing_attributes: Vec<String>,
    /// Factors that the user can be asked for after the first.
    pub enrolled: BTreeSet<Factor>,
    /// Factors that they can be asked for where the risk asks: also those that they have and have not switched on.
    pub able: BTreeSet<Factor>,
    /// The one of them that the user wants to be asked first.
    pub preferred: Option<Factor>,
}

/// An answer that held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// A factor was proven.
    Factor(Factor),
    /// The authenticator of the passkey made sure who holds it.
    HolderVerified,
    /// A temporary or outdated password was replaced, after it had been proven.
    NewPassword,
    /// This upstream provider vouched for the person. It comes first, in the place of a factor of ours.
    Provider(ProviderId),
}

/// A contact that is to become a second factor: a code was sent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolling {
    /// The factor that such a code will be.
    pub factor: Factor,
    /// The address, or the number.
    pub address: String,
}

/// The running attempt: who it is about and what has been proven, in order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignIn {
    /// The pool.
    pub pool: PoolId,
    /// The client it is for.
    pub client: ClientId,
    /// The user it is about.
    pub user: UserId,
    /// Answers that held, in the order given.
    pub proofs: Vec<Proof>,
    /// When the last of them held: the `auth_time` of what comes of it.
    pub proven_at: Micros,
    /// The second factor that the person chose to be asked for, where they have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<Factor>,
    /// The contact that is to become the second factor, where a code was sent to it to be set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolling: Option<Enrolling>,
    /// What the client demands of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<Acr>,
    /// The user's epoch when it began ([`crate::domain::user::User::epoch`]).
    #[serde(default)]
    pub epoch: i64,
    /// What is asked beyond the policy, because of the risk.
    #[serde(default, skip_serializing_if = "Demand::is_nothing")]
    pub demand: Demand,
    /// The session at the provider with whose word it began, where that one is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upstream: Option<UpstreamSession>,
    /// How risky it is and why, where the pool wants to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Box<risk::Decision>>,
    /// The remembered device in whose hands it is at this moment. It is not kept with the rest, but established anew at
    /// each answer: it may have been forgotten meanwhile.
    #[serde(skip)]
    pub device: Option<TrustedDevice>,
}

impl SignIn {
    /// An attempt without proofs, of a user as they were read before anything was proven.
    pub fn begin(pool: PoolId, client: ClientId, (user, epoch): (UserId, i64), now: Micros) -> Self {
        Self {
            pool,
            client,
            user,
            proofs: Vec::new(),
            proven_at: now,
            chosen: None,
            enrolling: None,
            acr: None,
            epoch,
            demand: Demand::Nothing,
            upstream: None,
            risk: None,
            device: None,
        }
    }

    /// The attempt with one more proof.
    #[must_use]
    pub fn with(mut self, proof: Proof, now: Micros) -> Self {
        self.proofs.push(proof);
        self.proven_at = now;
        self
    }

    /// The attempt of which its client demands this.
    #[must_use]
    pub fn demanding(self, acr: Option<Acr>) -> Self {
        Self { acr, ..self }
    }

    /// The attempt that came from this session at a provider.
    #[must_use]
    pub fn from_upstream(self, upstream: Option<UpstreamSession>) -> Self {
        Self { upstream, ..self }
    }

    /// The attempt in which this second factor is to be asked for.
    #[must_use]
    pub fn choosing(self, factor: Factor) -> Self {
        Self { chosen: Some(factor), ..self }
    }

    /// The attempt of which this was found.
    #[must_use]
    pub fn weighed(self, decision: risk::Decision) -> Self {
        Self { demand: decision.demand(), risk: Some(Box::new(decision)), ..self }
    }

    /// The attempt in which this contact is to become the second factor.
    #[must_use]
    pub fn enrolling(self, contact: Enrolling) -> Self {
        Self { enrolling: Some(contact), ..self }
    }

    /// The attempt in the hands of this device, where it may stand in for a factor.
    #[must_use]
    pub fn on(self, device: Option<TrustedDevice>) -> Self {
        Self { device, ..self }
    }

    /// The remembered device in whose hands it is, if that is one of this user in this pool.
    pub(super) fn own_device(&self) -> Option<DeviceId> {
        self.device.as_ref().and_then(|device| device.of(&self.pool, self.user))
    }

    /// Whether it began with the word of a provider.
    pub fn is_by_provider(&self) -> bool {
        self.provider().is_some()
    }

    /// The provider with whose word it began.
    pub(super) fn provider(&self) -> Option<ProviderId> {
        match self.proofs.first() {
            Some(Proof::Provider(provider)) => Some(*provider),
            Some(Proof::Factor(_) | Proof::HolderVerified | Proof::NewPassword) | None => None,
        }
    }

    /// The factors proven after what came first.
    pub fn later_factors(&self) -> Vec<Factor> {
        self.factors().into_iter().skip(usize::from(!self.is_by_provider())).collect()
    }

    /// Whether a passkey came first, before the word of a provider too, and its holder was verified: something that one has,
    /// and something that one is or knows.
    pub(super) fn began_with_verified_passkey(&self) -> bool {
        let is_first = self.proofs.first() == Some(&Proof::Factor(Factor::Passkey));
        is_first && self.proofs.contains(&Proof::HolderVerified)
    }

    /// The factors proven, without repetition, in the order proven.
    pub fn factors(&self) -> Vec<Factor> {
        let mut factors = Vec::new();
        for proof in &self.proofs {
            if let Proof::Factor(factor) = proof
                && !factors.contains(factor)
            {
                factors.push(*factor);
            }
        }
        factors
    }
}

/// A question put to the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// Prove one of these first.
    FirstFactor(BTreeSet<Factor>),
    /// Prove the contact of the sign-up.
    ConfirmSignUp,
    /// Choose a new password by recovery.
    ResetPassword,
    /// Replace the temporary password, and give the required attributes that are missing.
    NewPassword {
        /// Attributes to be given with it.
        missing_attributes: Vec<String>,
    },
    /// Prove one more.
    SecondFactor {
        /// The one that is asked for; `None`: the person says first which it shall be.
        asked: Option<Factor>,
        /// All that would do, the asked one among them.
        choices: BTreeSet<Factor>,
    },
    /// Set up one of these first.
    EnrolFactor(BTreeSet<Factor>),
    /// Bring the code that was sent to a contact which is to become the second factor.
    EnrolSent {
        /// The contact.
        enrolling: Enrolling,
        /// All that could be set up instead, and it.
        choices: BTreeSet<Factor>,
    },
}

/// Why a proven person still does not get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The account is switched off.
    Disabled,
    /// The temporary password's time is over.
    TemporaryPasswordExpired,
    /// A second factor is required and none of the allowed kinds can be set up.
    NoUsableFactor,
    /// It is too risky.
    TooRisky,
    /// Their provider lets them in, and nothing else: an account that ends there ends here.
    ByProviderOnly,
}

/// What comes next.
#[derive(Debug)]
pub enum Step {
    /// Ask this.
    Challenge(Challenge),
    /// Refuse, and say why: said only to who has proven the first factor.
    Refused(Refusal),
    /// Done.
    Complete(Authentication),
}
