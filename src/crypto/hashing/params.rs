//! How much one hash costs and how long a caller may wait for it.

use std::num::NonZeroUsize;
use std::time::Duration;

use thiserror::Error;

/// The least that production accepts (OWASP: argon2id with m = 19 MiB, t = 2, p = 1).
const MIN_MEMORY_KIB: u32 = 19_456;
const MIN_ITERATIONS: u32 = 2;
/// More than this is a mistake in a configuration, not a choice.
const MAX_MEMORY_KIB: u32 = 1024 * 1024;
const MAX_ITERATIONS: u32 = 64;
const MAX_WORKERS: usize = 1024;

/// The cost of a hash, the number of threads, and the bound on waiting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HashingParams {
    pub(super) memory_kib: u32,
    pub(super) iterations: u32,
    pub(super) workers: usize,
    pub(super) max_wait: Duration,
}

/// A parameter is below the floor or above all reason.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name} is {value}; {min} to {max} are allowed")]
pub struct HashingParamsError {
    /// `memory_kib`, `iterations` or `workers`.
    pub name: &'static str,
    /// What was asked for.
    pub value: u64,
    /// The least that is allowed.
    pub min: u64,
    /// The most that is allowed.
    pub max: u64,
}

impl HashingParams {
    /// Parameters for real passwords: at least 19456 KiB and 2 passes (p is always 1), one worker per core, 2 s of waiting.
    pub fn production(memory_kib: u32, iterations: u32) -> Result<Self, HashingParamsError> {
        within("memory_kib", memory_kib.into(), MIN_MEMORY_KIB.into(), MAX_MEMORY_KIB.into())?;
        within("iterations", iterations.into(), MIN_ITERATIONS.into(), MAX_ITERATIONS.into())?;
        let workers = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Ok(Self { memory_kib, iterations, workers, max_wait: Duration::from_secs(2) })
    }

    /// So cheap that a suite can hash thousands of times. Never for real passwords.
    #[must_use]
    pub const fn weak_for_tests() -> Self {
        Self { memory_kib: 64, iterations: 1, workers: 1, max_wait: Duration::from_secs(2) }
    }

    /// Another number of worker threads, 1 to 1024.
    pub fn with_workers(self, workers: usize) -> Result<Self, HashingParamsError> {
        within("workers", workers as u64, 1, MAX_WORKERS as u64)?;
        Ok(Self { workers, ..self })
    }

    /// Memory times passes, in KiB.
    pub(super) fn work(&self) -> u64 {
        u64::from(self.memory_kib) * u64::from(self.iterations)
    }

    /// Another bound on the predicted wait.
    #[must_use]
    pub fn with_max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }
}

impl Default for HashingParams {
    /// The floor of [`HashingParams::production`].
    fn default() -> Self {
        Self::production(MIN_MEMORY_KIB, MIN_ITERATIONS).expect("the floor is allowed")
    }
}

fn within(name: &'static str, value: u64, min: u64, max: u64) -> Result<(), HashingParamsError> {
    if (min..=max).contains(&value) { Ok(()) } else { Err(HashingParamsError { name, value, min, max }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_refuses_what_is_below_the_floor() {
        assert_eq!(HashingParams::production(19_456, 2), Ok(HashingParams::default()));
        assert!(HashingParams::production(65_536, 3).is_ok());
        assert_eq!(HashingParams::production(19_455, 2).unwrap_err().name, "memory_kib");
        assert_eq!(HashingParams::production(19_456, 1).unwrap_err().name, "iterations");
        assert!(HashingParams::production(u32::MAX, 2).is_err());
        assert_eq!(HashingParams::default().with_workers(0).unwrap_err().name, "workers");
    }
}
