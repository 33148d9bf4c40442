//! Signing in: drives the machine of `domain::sign_in` for every door.
//!
//! Pages and `InitiateAuth`/`RespondToAuthChallenge` call the same functions; one draws a [`Challenge`] as a page, the
//! other as a `ChallengeName`. What completes is a [`Completed`], from which alone a session (`flows::session`) and a
//! grant (`flows::token`) are made.

mod advance;
mod choose;
mod enrol;
mod enrol_sent;
mod first_code;
mod first_passkey;
mod found_passkey;
mod new_password;
mod passkey_proof;
mod password;
mod pending;
mod second_factor;
mod step_up;
mod take;
mod vouched;

use serde_json::Value;

use crate::domain::code::Delivery;
use crate::domain::sign_in::{Authentication, Challenge};
use crate::domain::user::User;
use crate::flows::device::{Presented, SeenDevice};
use crate::flows::risk::Found;

pub(crate) use self::advance::{policy_for, policy_of};
pub use self::choose::{Choice, ChoiceRefused, choose_second};
pub use self::enrol::{Enrolled, begin_enrolment, finish_enrolment, pending_enrolment, prove_enrolment};
pub use self::enrol_sent::{SentEnrolment, SentEnrolmentRefused, begin_sent_enrolment, prove_sent_enrolment};
pub use self::first_code::{
    AskFirstCode, AskedFirstCode, FirstCodeAnswer, FirstCodeRefused, Link, answer_first_code, answer_first_link,
    ask_first_code, find_link, is_first_code,
};
pub use self::first_passkey::{
    AskFirstPasskey, AskedFirstPasskey, FirstPasskeyAnswer, FirstPasskeyRefused, answer_first_passkey,
    ask_first_passkey, is_first_passkey,
};
pub use self::found_passkey::{FoundPasskey, FoundPasskeyRefused, OfferedPasskey, answer_found_passkey, offer_passkey};
pub use self::new_password::{NewPassword, NewPasswordRefused, answer_new_password};
pub(crate) use self::password::person_bucket;
pub use self::password::{PasswordAttempt, submit_password};
pub use self::pending::{Asked, SessionProblem, client_of, pending_challenge, pending_user, session_problem};
pub use self::second_factor::{CodeAnswer, CodeRefused, answer_second};
pub use self::step_up::step_up;
pub(crate) use self::vouched::vouched;

/// A completed sign-in, with what its effects must do in their transaction.
#[derive(Debug)]
pub struct Completed {
    /// The proof that all was done that the policy asks.
    pub authentication: Authentication,
    /// Who it is, as read during the sign-in.
    pub user: User,
    /// The attempts to forget in the transaction of what comes of it.
    pub clears: Option<String>,
    /// How risky it is and why, where the pool wants to know.
    pub risk: Option<Found>,
    /// The browser as one of the user's devices; `None`: it is no browser, or the pool does not tell them apart.
    pub device: Option<SeenDevice>,
    /// Whether the person asked for the device to be remembered.
    pub is_to_remember: bool,
}

/// A sign-in that waits for an answer.
#[derive(Debug)]
pub struct Pending {
    /// What is asked.
    pub challenge: Challenge,
    /// Who is asked.
    pub user: User,
    /// What the answer must bring back: a Session string of the API, or a handle kept in a sealed cookie. Empty where the
    /// answer is given elsewhere (confirmation of a sign-up, recovery).
    pub handle: String,
    /// Where a code is on its way to; `None` where none is asked for, or none can be sent for now.
    pub delivery: Option<Delivery>,
    /// What a browser is to be given, where a passkey is asked for over the API; pages ask for it when they are shown.
    pub passkey: Option<Value>,
}

/// Why a sign-in ends. All but the first three are said only after the password was proven, and the last one also to
/// whoever comes from a range that the pool blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Wrong password or unknown user: the same, unless the client says otherwise.
    NotAuthorized,
    /// No such user, where the client tells (`PreventUserExistenceErrors=LEGACY`).
    UserNotFound,
    /// Too many attempts: later, or after recovery.
    TooManyAttempts,
    /// The account is switched off.
    Disabled,
    /// The temporary password's time is over.
    TemporaryPasswordExpired,
    /// It is too risky, or comes from where nobody may come from.
    TooRisky,
}

/// How an attempt ends.
#[derive(Debug)]
pub enum Outcome {
    /// Done.
    Complete(Box<Completed>),
    /// Something is asked.
    Challenge(Box<Pending>),
    /// No.
    Refused(Refused),
}

impl Outcome {
    /// The outcome, where the person may have asked for their device to be remembered with what they proved last.
    #[must_use]
    pub fn remembering(mut self, is_asked: bool) -> Self {
        if let Self::Complete(completed) = &mut self {
            completed.is_to_remember = is_asked;
        }
        self
    }
}

/// Whose hands a pending sign-in is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A program, which brings back the Session string.
    Api,
    /// A browser, known by the value of its cookie: a handle is worthless in another (case 104, CVE-2026-7507).
    Browser {
        /// The value of the cookie.
        cookie: String,
        /// The tag of the language that it was shown.
        language: String,
        /// What it shows to be known by.
        device: Presented,
    },
}

impl Holder {
    fn binding(&self) -> &str {
        match self {
            Self::Api => "",
            Self::Browser { cookie, .. } => cookie,
        }
    }

    /// What a browser shows to be known by.
    pub(crate) fn presented(&self) -> Option<&Presented> {
        match self {
            Self::Api => None,
            Self::Browser { device, .. } => Some(device),
        }
    }

    fn language(&self) -> &str {
        match self {
            Self::Api => "",
            Self::Browser { language, .. } => language,
        }
    }
}
