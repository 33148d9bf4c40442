//! The process and what it runs with.

use metrics::gauge;

use super::series::{BUILD, CERTIFICATE_SECONDS, MEMORY, OPEN_FDS, START_TIME};
use crate::domain::clock::Micros;

/// What the operating system says of the process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Process {
    /// Bytes of memory in use, where that is known.
    pub memory: Option<u64>,
    /// Open files and connections, where that is known.
    pub open_fds: Option<u64>,
}

/// The process started at this moment, as this version.
#[expect(clippy::cast_precision_loss, reason = "seconds since 1970")]
pub fn build(started_at: Micros) {
    gauge!(BUILD, "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    gauge!(START_TIME).set(started_at.0 as f64 / 1e6);
}

/// The process was looked at.
#[expect(clippy::cast_precision_loss, reason = "bytes and counts far below where that matters")]
pub fn process(process: Process) {
    if let Some(bytes) = process.memory {
        gauge!(MEMORY).set(bytes as f64);
    }
    if let Some(count) = process.open_fds {
        gauge!(OPEN_FDS).set(count as f64);
    }
}

/// The certificate of the public listener ends in so many microseconds.
#[expect(clippy::cast_precision_loss, reason = "a difference of years")]
pub fn certificate_left(micros: i64) {
    gauge!(CERTIFICATE_SECONDS).set(micros as f64 / 1e6);
}
