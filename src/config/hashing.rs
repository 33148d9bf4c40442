//! What a password check may cost: `[hashing]`.

use super::{key::section, problem::Problems};

section! {
    /// What a password check may cost.
    struct HashingKeys in "hashing" {
        /// Threads that compute password hashes, from 1 to 256. Unset: one per processor core.
        ("hashing.workers", "VESTIBULE_HASHING__WORKERS")
        workers: Option<u32> = None;
        /// Longest time in milliseconds that a check may be expected to wait for a thread, from 100 to 60000; beyond it
        /// the request is refused at once and may be repeated.
        ("hashing.max_wait_ms", "VESTIBULE_HASHING__MAX_WAIT_MS")
        max_wait_ms: u64 = 2000;
        /// Memory of one argon2id hash in KiB, from 19456 (19 MiB) to 1048576 (1 GiB).
        ("hashing.memory_kib", "VESTIBULE_HASHING__MEMORY_KIB")
        memory_kib: u32 = 19_456;
        /// Passes of one argon2id hash over its memory, from 2 to 20.
        ("hashing.iterations", "VESTIBULE_HASHING__ITERATIONS")
        iterations: u32 = 2;
    }
}

/// The section, read and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hashing {
    /// Threads; `None` means one per processor core.
    pub workers: Option<usize>,
    /// Longest predicted wait for a thread, in milliseconds.
    pub max_wait_ms: u64,
    /// argon2id memory, in KiB.
    pub memory_kib: u32,
    /// argon2id passes.
    pub iterations: u32,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &HashingKeys, problems: &mut Problems) -> Option<Hashing> {
    let mut fits = true;
    let mut check = |path: &str, value: u64, min: u64, max: u64| {
        if !(min..=max).contains(&value) {
            problems.add(path, format!("must be from {min} to {max}"));
            fits = false;
        }
    };
    check("hashing.workers", keys.workers.unwrap_or(1).into(), 1, 256);
    check("hashing.max_wait_ms", keys.max_wait_ms, 100, 60_000);
    check("hashing.memory_kib", keys.memory_kib.into(), 19_456, 1_048_576);
    check("hashing.iterations", keys.iterations.into(), 2, 20);
    let workers = keys.workers.and_then(|workers| usize::try_from(workers).ok());
    let HashingKeys { max_wait_ms, memory_kib, iterations, .. } = *keys;
    fits.then_some(Hashing { workers, max_wait_ms, memory_kib, iterations })
}
