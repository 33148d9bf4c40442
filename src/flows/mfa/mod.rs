//! Second factors of a user: set up, proven, switched on and off. Which of them a sign-in asks is the machine's rule; the
//! steps of a sign-in are `flows::sign_in`.

mod enrolment;
mod guess;
mod own_app;
mod preference;
mod proof;
mod recovery;
mod reset;
mod sent_code;
mod totp;

pub use self::enrolment::Enrolment;
pub(crate) use self::enrolment::{begin, pending, prove};
pub use self::guess::ProofRefused;
pub use self::own_app::{
    OwnAppOutcome, OwnAppRefused, RemoveAppOutcome, begin_own, finish_own, pending_own, remove_own_app,
};
pub use self::preference::{PreferenceChange, set_of_user, set_own};
pub(crate) use self::proof::RightProof;
pub(crate) use self::recovery::{FreshCodes, check as check_recovery};
pub use self::recovery::{OwnCodesOutcome, make_own};
pub use self::reset::reset;
pub(crate) use self::sent_code::{SentCode, check as check_sent};
pub(crate) use self::totp::check as check_totp;
