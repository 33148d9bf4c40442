//! The way back into an account: a code to the verified address, then a new password.

mod finish;
mod request;

pub use self::finish::{Finish, FinishOutcome, finish};
pub(crate) use self::request::reached;
pub use self::request::{Request, RequestOutcome, request};
