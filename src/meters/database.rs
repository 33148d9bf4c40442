//! The database as this node sees it.

use metrics::{counter, gauge};

use super::series::{DATABASE_RETRIES, DATABASE_SKEW_SECONDS, DATABASE_STATEMENTS, DATABASE_UP};

/// What a look at the database found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DatabaseState {
    /// Whether it answered.
    pub is_up: bool,
    /// Statements so far that only read.
    pub reads: u64,
    /// Statements so far that write.
    pub writes: u64,
}

/// The database was looked at.
pub fn database_state(state: DatabaseState) {
    gauge!(DATABASE_UP).set(if state.is_up { 1.0 } else { 0.0 });
    counter!(DATABASE_STATEMENTS, "kind" => "read").absolute(state.reads);
    counter!(DATABASE_STATEMENTS, "kind" => "write").absolute(state.writes);
}

/// A unit of work is run again because another one was in its way.
pub fn retried() {
    counter!(DATABASE_RETRIES).increment(1);
}

/// The database's clock is ahead of this node's by so many microseconds.
#[expect(clippy::cast_precision_loss, reason = "a difference of seconds, not of centuries")]
pub fn clock_skew(micros: i64) {
    gauge!(DATABASE_SKEW_SECONDS).set(micros as f64 / 1e6);
}
