//! Values whose possession is the right itself: authorization codes, session keys, handles, `Session` strings.
//!
//! A value is 32 random bytes and says nothing about whom it belongs to; only its keyed hash is stored.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::ring::{KeyRing, MacPurpose};
use crate::domain::random::{self, Random};
use crate::domain::secret::{ExposeSecret as _, Secret};

const BYTES: usize = 32;
/// 32 bytes in base64url.
const CHARACTERS: usize = 43;

/// A fresh bearer value and what is stored of it.
#[derive(Debug, Clone)]
pub struct Bearer {
    /// What is handed out, once: 43 characters of base64url.
    pub value: Secret,
    /// What is stored and looked up by.
    pub hash: String,
}

/// Makes a value for `purpose`.
#[must_use]
pub fn mint(ring: &KeyRing, purpose: MacPurpose, random: &dyn Random) -> Bearer {
    let value = Secret::from(URL_SAFE_NO_PAD.encode(random::bytes::<BYTES>(random)));
    let hash = ring.keyed_hash(purpose, &[value.expose_secret().as_bytes()]);
    Bearer { value, hash }
}

/// What to look a presented value up by: its keyed hash under every version in the ring, newest first. Empty when it
/// cannot be one of ours, so that no query is made for it.
#[must_use]
pub fn lookup(ring: &KeyRing, purpose: MacPurpose, presented: &str) -> Vec<String> {
    let is_plausible = presented.len() == CHARACTERS && URL_SAFE_NO_PAD.decode(presented).is_ok();
    if is_plausible { ring.keyed_hash_candidates(purpose, &[presented.as_bytes()]) } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::MasterKey;
    use crate::domain::clock::Micros;
    use crate::domain::random::{SeededRandom, SystemRandom};

    fn ring() -> KeyRing {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let row = KeyRing::create_first(&master, &*random, Micros(0));
        KeyRing::open(&master, &[row], random).unwrap()
    }

    #[test]
    fn a_value_is_found_by_its_hash_and_under_its_purpose_only() {
        let ring = ring();
        let bearer = mint(&ring, MacPurpose::AuthorizationCode, &SystemRandom);
        let value = bearer.value.expose_secret();
        assert_eq!(lookup(&ring, MacPurpose::AuthorizationCode, value), std::slice::from_ref(&bearer.hash));
        assert!(!lookup(&ring, MacPurpose::SessionString, value).contains(&bearer.hash));
        assert!(!bearer.hash.contains(value));
        assert!(!format!("{bearer:?}").contains(value));
    }

    #[test]
    fn what_cannot_be_ours_is_not_looked_up() {
        let ring = ring();
        let bearer = mint(&ring, MacPurpose::SessionKey, &SystemRandom);
        let value = bearer.value.expose_secret();
        let last_bit_set = format!("{}B", "A".repeat(42));
        for bad in ["", "x", &value[..42], &format!("{value}A"), &format!("{value}="), &bearer.hash, &last_bit_set] {
            assert!(lookup(&ring, MacPurpose::SessionKey, bad).is_empty(), "{bad}");
        }
        assert_eq!(lookup(&ring, MacPurpose::SessionKey, value).len(), 1);
    }

    #[test]
    fn a_hundred_thousand_codes_do_not_repeat() {
        let random = SystemRandom;
        let drawn = (0..100_000).map(|_| URL_SAFE_NO_PAD.encode(random::bytes::<BYTES>(&random)));
        assert_eq!(drawn.collect::<HashSet<_>>().len(), 100_000);
    }
}
