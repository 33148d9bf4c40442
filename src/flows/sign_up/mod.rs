//! Signing up: a new user, the code that proves their address, and its confirmation.

mod confirm;
mod pledge;
mod register;
mod resend;
mod taken;
mod unconfirmed;

pub use self::confirm::{Confirm, ConfirmOutcome, confirm};
pub use self::pledge::Pledge;
pub(crate) use self::register::username_of;
pub use self::register::{Registered, SignUp, SignUpOutcome, SignUpRefused, UsernameProblem, register};
pub use self::resend::{Resend, ResendOutcome, resend};
pub(crate) use self::resend::{simulated, typed_destination};
pub use self::unconfirmed::delete_unconfirmed;
