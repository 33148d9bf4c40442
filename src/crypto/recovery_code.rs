//! Recovery codes: what a person keeps on paper for the day on which the second factor is lost.
//!
//! Twelve letters of Crockford's base 32, which has no I, L, O and U, are 60 random bits: no guess finds one, and a keyed
//! hash of it need not be slow. Of a code only that hash is stored, bound to its person.

use super::ring::{KeyRing, MacPurpose};
use crate::domain::pool::PoolId;
use crate::domain::random::{self, Random};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::UserId;

/// How many a person has.
pub const COUNT: usize = 10;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;
const GROUP: usize = 4;

/// A fresh code, as it is shown: `7KQ2-M9XW-41TB`.
#[must_use]
pub fn generate(random: &dyn Random) -> Secret {
    let drawn: [u8; LENGTH] = random::bytes(random);
    let letters: Vec<char> = drawn.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    Secret::from(groups.join("-"))
}

/// What is stored of `code`.
#[must_use]
pub fn hash(ring: &KeyRing, pool: &PoolId, user: UserId, code: &Secret) -> String {
    let code: String = code.expose_secret().chars().filter(|letter| *letter != '-').collect();
    ring.keyed_hash(MacPurpose::RecoveryCode, &[pool.as_str().as_bytes(), user.0.as_bytes(), code.as_bytes()])
}

/// What to look a presented code up by, under every version in the ring; empty when it cannot be one. Case, spaces and
/// hyphens say nothing, and letters that look alike are one.
#[must_use]
pub fn lookup(ring: &KeyRing, pool: &PoolId, user: UserId, presented: &str) -> Vec<String> {
    let Some(code) = canonical(presented) else { return Vec::new() };
    let parts: [&[u8]; 3] = [pool.as_str().as_bytes(), user.0.as_bytes(), code.as_bytes()];
    ring.keyed_hash_candidates(MacPurpose::RecoveryCode, &parts)
}

fn canonical(presented: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH);
    for letter in presented.chars().filter(|letter| !letter.is_whitespace() && *letter != '-') {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        };
        if code.len() == LENGTH || !letter.is_ascii() || !LETTERS.contains(&(letter as u8)) {
            return None;
        }
        code.push(letter);
    }
    (code.len() == LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::MasterKey;
    use crate::domain::clock::Micros;
    use crate::domain::random::SeededRandom;

    const ANA: UserId = UserId(uuid::Uuid::from_u128(1));
    const BOB: UserId = UserId(uuid::Uuid::from_u128(2));

    fn ring() -> KeyRing {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let row = KeyRing::create_first(&master, &*random, Micros(0));
        KeyRing::open(&master, &[row], random).unwrap()
    }

    #[test]
    fn a_code_is_found_however_it_is_typed_and_for_its_person_only() {
        let (ring, pool) = (ring(), PoolId::parse("xx-local-1_abc").unwrap());
        let stored = hash(&ring, &pool, ANA, &Secret::from("70Q1-M9XW-41TB"));
        for typed in ["70Q1-M9XW-41TB", "70q1m9xw41tb", " 7oqi m9xw 4ltb ", "70Q1M9XW-41TB"] {
            assert!(lookup(&ring, &pool, ANA, typed).contains(&stored), "{typed}");
        }
        assert!(!lookup(&ring, &pool, BOB, "70Q1-M9XW-41TB").contains(&stored));
        assert!(!lookup(&ring, &pool, ANA, "70Q1-M9XW-41TC").contains(&stored));
        for bad in ["", "70Q1-M9XW-41T", "70Q1-M9XW-41TBB", "70U1-M9XW-41TB", "７0Q1-M9XW-41TB", "ﬃQ1-M9XW-41TB"] {
            assert!(lookup(&ring, &pool, ANA, bad).is_empty(), "{bad}");
        }
    }

    #[test]
    fn codes_are_readable_and_do_not_repeat() {
        let random = SeededRandom::new(3);
        let drawn: std::collections::HashSet<_> =
            (0..10_000).map(|_| generate(&random).expose_secret().to_owned()).collect();
        assert_eq!(drawn.len(), 10_000);
        assert!(drawn.iter().all(|code| code.len() == LENGTH + 2 && canonical(code).is_some()));
    }
}
