//! What is measured: one list of series, and one typed function for each thing that is counted or timed.
//!
//! Any layer may call in here; a call costs a look-up and an atomic addition, and does nothing where nobody collects.
//! Every label is a word from a closed set, never a name, path, host or id that somebody sent, so no stranger can make a
//! series or read another's name in one (lesson L14). Who collects and how it is shown is `telemetry`'s business.

mod database;
mod hashing;
mod http;
mod messages;
mod node;
mod series;
mod sign_ins;
mod tokens;

pub use self::database::{DatabaseState, clock_skew, database_state, retried};
pub use self::hashing::{hash_shed, hashed, hashes_waiting};
pub use self::http::{Door, RouteMeter};
pub use self::messages::{MessageEnd, backlog, message_ended, sms_parts};
pub use self::node::{Process, build, certificate_left, process};
pub use self::series::{Kind, Series, describe, reference};
pub use self::sign_ins::{SignInEnd, limit_reached, rate_refused, risk_weighed, sign_in_ended, stuffing_suspected};
pub use self::tokens::{Reuse, refresh_came_again, token_refused, tokens_issued};
