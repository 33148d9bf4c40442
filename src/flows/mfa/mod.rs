//! Second factors of a user: set up, proven, switched on and off. Which of them a sign-in asks is the machine's rule; the
//! steps of a sign-in are `flows::sign_in`.

mod enrolment;
mod own_app;
mod preference;
mod totp;

pub use self::enrolment::Enrolment;
pub(crate) use self::enrolment::{begin, pending, prove};
pub use self::own_app::{OwnAppOutcome, begin_own, finish_own};
pub use self::preference::{PreferenceChange, set_of_user, set_own};
pub use self::totp::TotpRefused;
pub(crate) use self::totp::check;
