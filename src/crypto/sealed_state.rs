//! State that travels through a browser or a client and comes back: page state, `request` handles, list positions.
//!
//! It is encrypted, bound to its purpose and to a context (a transaction, a pool, a caller), and it expires. Nothing is
//! remembered here, so it can come back more than once: what must happen once needs a row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;
use zeroize::Zeroizing;

use super::ring::{KeyRing, StatePurpose};
use crate::domain::clock::Micros;

/// The longest sealed state that is made or read, in characters.
pub const MAX_LEN: usize = 16 * 1024;

const EXPIRY_LEN: usize = 8;

/// Why state was not sealed, or does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum StateError {
    /// It is not ours, was changed, or belongs to another purpose or context.
    #[error("the state is not valid here")]
    Invalid,
    /// It was ours, and its time is over.
    #[error("the state has expired")]
    Expired,
    /// The value does not fit into [`MAX_LEN`].
    #[error("the state is too large")]
    TooLong,
}

/// Seals `value` until `expires_at`, in base64url. `context` is whatever must be the same when it comes back.
pub fn seal_json<T: Serialize>(
    ring: &KeyRing,
    purpose: StatePurpose,
    context: &[u8],
    value: &T,
    expires_at: Micros,
) -> Result<String, StateError> {
    let mut plain = Zeroizing::new(expires_at.0.to_be_bytes().to_vec());
    // Views and handles are plain structs; a map with keys that are no strings is the only way to fail here.
    serde_json::to_writer(&mut *plain, value).map_err(|_| StateError::Invalid)?;
    let sealed = URL_SAFE_NO_PAD.encode(ring.seal_state(purpose, context, &plain));
    if sealed.len() > MAX_LEN { Err(StateError::TooLong) } else { Ok(sealed) }
}

/// Opens what [`seal_json`] made for the same purpose and context. Its last moment is the one before `expires_at`.
pub fn open_json<T: DeserializeOwned>(
    ring: &KeyRing,
    purpose: StatePurpose,
    context: &[u8],
    sealed: &str,
    now: Micros,
) -> Result<T, StateError> {
    if sealed.len() > MAX_LEN {
        return Err(StateError::Invalid);
    }
    let sealed = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| StateError::Invalid)?;
    let plain = ring.unseal_state(purpose, context, &sealed).map_err(|_| StateError::Invalid)?;
    let (expires_at, json) = plain.split_first_chunk::<EXPIRY_LEN>().ok_or(StateError::Invalid)?;
    if now >= Micros(i64::from_be_bytes(*expires_at)) {
        return Err(StateError::Expired);
    }
    serde_json::from_slice(json).map_err(|_| StateError::Invalid)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::MasterKey;
    use crate::domain::random::SeededRandom;

    const NOON: Micros = Micros::from_secs(1_800_000_000);

    fn ring() -> KeyRing {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let row = KeyRing::create_first(&master, &*random, NOON);
        KeyRing::open(&master, &[row], random).unwrap()
    }

    #[test]
    fn state_opens_for_its_purpose_and_context_only() {
        let ring = ring();
        let sealed = seal_json(&ring, StatePurpose::PageState, b"tx1", &("ana", 3), NOON.plus_secs(60)).unwrap();
        let open = |purpose, context: &[u8]| open_json::<(String, u8)>(&ring, purpose, context, &sealed, NOON);
        assert_eq!(open(StatePurpose::PageState, b"tx1"), Ok(("ana".to_owned(), 3)));
        assert_eq!(open(StatePurpose::PageState, b"tx2"), Err(StateError::Invalid));
        for purpose in StatePurpose::ALL.into_iter().filter(|&purpose| purpose != StatePurpose::PageState) {
            assert_eq!(open(purpose, b"tx1"), Err(StateError::Invalid));
        }
        assert!(!sealed.contains("ana"));
    }

    #[test]
    fn state_expires_at_its_moment() {
        let ring = ring();
        let sealed = seal_json(&ring, StatePurpose::NextToken, b"", &7, NOON).unwrap();
        let open = |now| open_json::<u8>(&ring, StatePurpose::NextToken, b"", &sealed, now);
        assert_eq!(open(Micros(NOON.0 - 1)), Ok(7));
        assert_eq!(open(NOON), Err(StateError::Expired));
    }

    #[test]
    fn changed_cut_lengthened_and_huge_state_is_invalid() {
        let ring = ring();
        let sealed = seal_json(&ring, StatePurpose::NextToken, b"", &7, NOON).unwrap();
        let open = |sealed: &str| open_json::<u8>(&ring, StatePurpose::NextToken, b"", sealed, NOON.plus_secs(-1));
        assert_eq!(open(&sealed), Ok(7));
        for at in 0..sealed.len() {
            let other = if sealed.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = sealed.clone();
            changed.replace_range(at..=at, other);
            assert_eq!(open(&changed), Err(StateError::Invalid), "byte {at}");
            assert_eq!(open(&sealed[..at]), Err(StateError::Invalid), "cut at {at}");
        }
        assert_eq!(open(&format!("{sealed}A")), Err(StateError::Invalid));
        assert_eq!(open(&format!("{sealed}=")), Err(StateError::Invalid));
        assert_eq!(open(&"A".repeat(MAX_LEN + 1)), Err(StateError::Invalid));
    }

    #[test]
    fn what_could_not_be_opened_is_not_sealed() {
        let big = "x".repeat(MAX_LEN);
        assert_eq!(seal_json(&ring(), StatePurpose::PageState, b"", &big, NOON), Err(StateError::TooLong));
    }
}
