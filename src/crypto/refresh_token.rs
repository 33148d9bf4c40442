//! Refresh tokens: the grant's id, a generation, and a MAC, so that nothing of them needs to be stored.
//!
//! ```text
//! base64url( format (1) ‖ ring version (4) ‖ grant id (16) ‖ generation (4) ‖ MAC (32) )
//! ```
//!
//! A token follows from its parts alone, so that any node can make the same successor again. Whether the grant lives and
//! which generation is current is the caller's to ask of the database.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;
use uuid::Uuid;

use super::ring::{KeyRing, Mac, MacPurpose};
use crate::domain::client::ClientId;
use crate::domain::grant::GrantId;
use crate::domain::pool::PoolId;
use crate::domain::secret::{ExposeSecret as _, Secret};

const FORMAT: u8 = 1;
const BYTES: usize = 1 + 4 + 16 + 4 + 32;
/// 57 bytes in base64url.
const CHARACTERS: usize = BYTES.div_ceil(3) * 4;

/// What a genuine token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshToken {
    /// The grant it belongs to.
    pub grant: GrantId,
    /// How often the grant's token was rotated when this one was made.
    pub generation: u32,
}

/// The token is not ours, was changed, or was issued to another client or pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the refresh token is not valid")]
pub struct InvalidRefreshToken;

/// Makes the token of a grant's generation for the client that it is issued to.
#[must_use]
pub fn mint(ring: &KeyRing, token: RefreshToken, client: &ClientId, pool: &PoolId) -> Secret {
    let Mac { version, bytes } =
        ring.mac(MacPurpose::RefreshToken, &[&token.identity(), client.as_str().as_bytes(), pool.as_str().as_bytes()]);
    let mut raw = Vec::with_capacity(BYTES);
    raw.push(FORMAT);
    raw.extend_from_slice(&version.to_be_bytes());
    raw.extend_from_slice(&token.identity());
    raw.extend_from_slice(&bytes);
    Secret::from(URL_SAFE_NO_PAD.encode(raw))
}

/// Reads a token that `client` of `pool` presents.
pub fn parse(
    ring: &KeyRing,
    presented: &Secret,
    client: &ClientId,
    pool: &PoolId,
) -> Result<RefreshToken, InvalidRefreshToken> {
    let (token, mac) = decode(presented.expose_secret()).ok_or(InvalidRefreshToken)?;
    let identity = token.identity();
    let parts = [identity.as_slice(), client.as_str().as_bytes(), pool.as_str().as_bytes()];
    let is_genuine = ring.verify_mac(MacPurpose::RefreshToken, &parts, &mac);
    if is_genuine { Ok(token) } else { Err(InvalidRefreshToken) }
}

fn decode(presented: &str) -> Option<(RefreshToken, Mac)> {
    if presented.len() != CHARACTERS {
        return None;
    }
    let raw = URL_SAFE_NO_PAD.decode(presented).ok()?;
    let (&[format], rest) = raw.split_first_chunk()?;
    let (version, rest) = rest.split_first_chunk()?;
    let (grant, rest) = rest.split_first_chunk()?;
    let (generation, rest) = rest.split_first_chunk()?;
    let bytes = rest.try_into().ok()?;
    let token = RefreshToken { grant: GrantId(Uuid::from_bytes(*grant)), generation: u32::from_be_bytes(*generation) };
    (format == FORMAT).then_some((token, Mac { version: u32::from_be_bytes(*version), bytes }))
}

impl RefreshToken {
    /// Grant id ‖ generation, as the token carries them.
    fn identity(&self) -> [u8; 20] {
        let mut identity = [0; 20];
        identity[..16].copy_from_slice(self.grant.0.as_bytes());
        identity[16..].copy_from_slice(&self.generation.to_be_bytes());
        identity
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::crypto::ring::{MasterKey, WrappedKey};
    use crate::domain::clock::Micros;
    use crate::domain::random::SeededRandom;

    const TOKEN: RefreshToken = RefreshToken { grant: GrantId(Uuid::from_bytes([9; 16])), generation: 3 };

    fn client() -> ClientId {
        ClientId::parse("1example23456789012345678").unwrap()
    }

    fn pool() -> PoolId {
        PoolId::parse("xx-local-1_abcdefghi").unwrap()
    }

    fn ring_of(seed: u64) -> (MasterKey, WrappedKey, KeyRing) {
        let random = Arc::new(SeededRandom::new(seed));
        let master = MasterKey::generate(&*random);
        let row = KeyRing::create_first(&master, &*random, Micros(0));
        let ring = KeyRing::open(&master, std::slice::from_ref(&row), random).unwrap();
        (master, row, ring)
    }

    #[test]
    fn a_token_belongs_to_its_client_and_pool() {
        let (_, _, ring) = ring_of(1);
        let token = mint(&ring, TOKEN, &client(), &pool());
        assert_eq!(parse(&ring, &token, &client(), &pool()), Ok(TOKEN));
        let other_client = ClientId::parse("2example23456789012345678").unwrap();
        let other_pool = PoolId::parse("xx-local-1_123456789").unwrap();
        assert_eq!(parse(&ring, &token, &other_client, &pool()), Err(InvalidRefreshToken));
        assert_eq!(parse(&ring, &token, &client(), &other_pool), Err(InvalidRefreshToken));
    }

    #[test]
    fn any_node_makes_the_same_token() {
        let (master, row, one) = ring_of(1);
        let two = KeyRing::open(&master, &[row], Arc::new(SeededRandom::new(2))).unwrap();
        let make = |ring: &KeyRing| mint(ring, TOKEN, &client(), &pool()).expose_secret().to_owned();
        assert_eq!(make(&one), make(&two));
        assert_ne!(make(&one), make(&ring_of(3).2));
    }

    #[test]
    fn changed_cut_lengthened_and_foreign_tokens_are_refused() {
        let (_, _, ring) = ring_of(1);
        let token = mint(&ring, TOKEN, &client(), &pool());
        let text = token.expose_secret();
        let refuses = |text: &str| parse(&ring, &Secret::from(text), &client(), &pool()) == Err(InvalidRefreshToken);
        for at in 0..text.len() {
            let mut changed = text.to_owned();
            changed.replace_range(at..=at, if &text[at..=at] == "A" { "B" } else { "A" });
            assert!(refuses(&changed), "character {at}");
            assert!(refuses(&text[..at]), "cut at {at}");
        }
        assert!(refuses(&format!("{text}A")) && refuses(&format!("{text}=")) && refuses(&text.to_uppercase()));
        let foreign = mint(&ring_of(2).2, TOKEN, &client(), &pool());
        assert!(refuses(foreign.expose_secret()));
        assert!(!refuses(text));
    }

    #[test]
    fn generations_differ() {
        let (_, _, ring) = ring_of(1);
        let next = RefreshToken { generation: 4, ..TOKEN };
        assert_ne!(
            mint(&ring, TOKEN, &client(), &pool()).expose_secret(),
            mint(&ring, next, &client(), &pool()).expose_secret()
        );
    }
}
