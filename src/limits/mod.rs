//! Named limits and those who keep them.
//!
//! A limit is *reserved before* the thing it limits is tried, so that a hundred parallel guesses are as many as the limit
//! allows and no more (cases 136 and 144). There are two kinds:
//!
//! - a [`Limit`] counts what concerns one account, one mailbox or one pool's mail. The [`Limiter`] keeps it in the
//!   database, exactly, for all nodes;
//! - a [`Rate`] counts what comes from one address or arrives at one pool. The [`Gate`] keeps it in memory, on one node.
//!
//! Buckets of accounts and mailboxes are named by the caller with a keyed hash, so that the table says nothing about who
//! was tried. This module knows nothing of what an attempt is. `docs/reference/limits.md` tells operators of them.

mod gate;
mod limiter;
mod policy;
mod rate;
mod stuffing;

pub use self::gate::{Admission, Gate, Scope, Source, TooMany};
pub use self::limiter::{Ask, Limiter, Refused, Reservation};
pub use self::policy::{Budgets, Limit, Tally, Verdict};
pub use self::rate::{Allowance, BURST_MINUTES, Rate, Rates};
pub use self::stuffing::{Suspicion, Thresholds};
