//! Password hashing and the queue before it.

use std::time::Duration;

use metrics::{counter, gauge, histogram};

use super::series::{HASH_SECONDS, HASH_WAIT_SECONDS, HASHES_SHED, HASHES_WAITING};

/// So many passwords wait now.
#[expect(clippy::cast_precision_loss, reason = "a count far below where that matters")]
pub fn hashes_waiting(count: usize) {
    gauge!(HASHES_WAITING).set(count as f64);
}

/// A password was hashed after it had waited.
pub fn hashed(waited: Duration, took: Duration) {
    histogram!(HASH_WAIT_SECONDS).record(waited.as_secs_f64());
    histogram!(HASH_SECONDS).record(took.as_secs_f64());
}

/// A password was refused because too many wait.
pub fn hash_shed() {
    counter!(HASHES_SHED).increment(1);
}
