//! Named limits (sign-in per account, code guesses, mails per mailbox) and the one limiter that keeps them.
//!
//! A limit is *reserved before* the thing it limits is tried, in a committed write: a hundred parallel guesses, over any
//! number of nodes, reserve as many attempts as the limit allows and no more (cases 136 and 144). Buckets are named by
//! the caller with a keyed hash, so that the table says nothing about who was tried. This module knows nothing of what
//! an attempt is.

mod limiter;
mod policy;

pub use self::limiter::{Limiter, Refused, Reservation};
pub use self::policy::{Limit, Tally, Verdict};
