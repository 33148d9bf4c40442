//! The one source of unpredictable values. Whoever needs randomness takes a [`Random`], so that a test can seed it.
//!
//! Knows nothing of what the values are for; lengths are the caller's decision.

use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{Rng, SeedableRng, TryRng};
use uuid::Uuid;

use super::clock::Micros;

/// Gives unpredictable bytes.
pub trait Random: Send + Sync {
    /// Fills the whole of `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// The source of randomness as everyone holds it.
pub type SharedRandom = Arc<dyn Random>;

/// The operating system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness there is no safe way on: predictable codes and keys are worse than a dead process.
        SysRng.try_fill_bytes(bytes).expect("the operating system gives randomness");
    }
}

/// A generator of each thread's own, seeded by the operating system and quicker than it: for what must be unique and is no
/// secret.
#[derive(Debug, Clone, Copy, Default)]
pub struct QuickRandom;

impl Random for QuickRandom {
    #[expect(clippy::disallowed_methods, reason = "this is one of the sources that everyone else is given")]
    fn fill(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

/// A generator whose whole sequence follows from its seed; for tests and samples, never for secrets.
#[derive(Debug)]
pub struct SeededRandom(Mutex<StdRng>);

impl SeededRandom {
    /// The sequence that belongs to `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(bytes);
    }
}

/// `N` random bytes.
#[must_use]
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// `count` decimal digits, each as likely as every other.
#[must_use]
pub fn digits(random: &dyn Random, count: usize) -> String {
    pick(random, b"0123456789", count)
}

/// `count` characters of `[A-Za-z0-9]`, each as likely as every other.
#[must_use]
pub fn alphanumeric(random: &dyn Random, count: usize) -> String {
    pick(random, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", count)
}

/// `count` characters of `[a-z0-9]`, each as likely as every other.
#[must_use]
pub fn lower_alphanumeric(random: &dyn Random, count: usize) -> String {
    pick(random, b"abcdefghijklmnopqrstuvwxyz0123456789", count)
}

/// `count` characters of `[A-Z0-9]`, each as likely as every other.
#[must_use]
pub fn upper_alphanumeric(random: &dyn Random, count: usize) -> String {
    pick(random, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", count)
}

/// A random UUID (RFC 9562 §5.4), as a user's `sub` is.
#[must_use]
pub fn uuid_v4(random: &dyn Random) -> Uuid {
    let [uuid] = uuids_v4(random);
    uuid
}

/// Several, drawn at once: each draw asks the operating system.
#[must_use]
pub fn uuids_v4<const N: usize>(random: &dyn Random) -> [Uuid; N] {
    let mut drawn = [[0; 16]; N];
    random.fill(drawn.as_flattened_mut());
    drawn.map(|bytes| uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// A UUID that sorts by `now` to the millisecond (RFC 9562 §5.7), as row ids are. Moments before 1970 count as 1970.
#[must_use]
pub fn uuid_v7(random: &dyn Random, now: Micros) -> Uuid {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &bytes(random)).into_uuid()
}

/// No UUID of version 7 that was made at `moment` or later is smaller than this.
pub fn uuid_v7_floor(moment: Micros) -> Uuid {
    let millis = u64::try_from(moment.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid()
}

/// Draws from `alphabet` (at most 256 bytes of ASCII) by rejection: a remainder would favour the first letters.
fn pick(random: &dyn Random, alphabet: &[u8], count: usize) -> String {
    let fair = 256 - 256 % alphabet.len();
    let mut picked = String::with_capacity(count);
    let mut draw = [0_u8; 32];
    while picked.len() < count {
        random.fill(&mut draw);
        let wanted = count - picked.len();
        let letters = draw.iter().map(|&byte| usize::from(byte)).filter(|&byte| byte < fair);
        picked.extend(letters.take(wanted).map(|byte| char::from(alphabet[byte % alphabet.len()])));
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_story() {
        let (one, two) = (SeededRandom::new(7), SeededRandom::new(7));
        assert_eq!(bytes::<32>(&one), bytes::<32>(&two));
        assert_ne!(bytes::<32>(&one), bytes::<32>(&SeededRandom::new(8)));
    }

    #[test]
    fn the_system_does_not_repeat_itself() {
        assert_ne!(bytes::<32>(&SystemRandom), bytes::<32>(&SystemRandom));
    }

    #[test]
    fn digits_are_digits_and_all_of_them_are_drawn_evenly() {
        let drawn = digits(&SeededRandom::new(1), 100_000);
        assert_eq!(drawn.len(), 100_000);
        for digit in '0'..='9' {
            let count = drawn.chars().filter(|&c| c == digit).count();
            assert!((9_500..10_500).contains(&count), "{digit} was drawn {count} times");
        }
    }

    #[test]
    fn alphanumeric_has_the_length_and_the_alphabet() {
        let drawn = alphanumeric(&SeededRandom::new(1), 9);
        assert_eq!(drawn.len(), 9);
        assert!(drawn.chars().all(|c| c.is_ascii_alphanumeric()));
        assert_eq!(alphanumeric(&SystemRandom, 0), "");
    }

    #[test]
    fn uuids_carry_their_version_and_v7_sorts_by_time() {
        let random = SeededRandom::new(3);
        assert_eq!(uuid_v4(&random).get_version_num(), 4);
        let drawn: [Uuid; 3] = uuids_v4(&random);
        assert!(drawn.iter().all(|uuid| uuid.get_version_num() == 4), "{drawn:?}");
        assert!(drawn[0] != drawn[1] && drawn[1] != drawn[2], "{drawn:?}");
        let (earlier, later) = (uuid_v7(&random, Micros::from_secs(1)), uuid_v7(&random, Micros::from_secs(2)));
        assert_eq!(earlier.get_version_num(), 7);
        assert!(earlier < later);
        assert!(earlier < uuid_v7_floor(Micros::from_secs(2)) && uuid_v7_floor(Micros::from_secs(2)) < later);
    }
}
