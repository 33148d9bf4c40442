//! Sealing: AES-256-GCM under the ring, bound to the place where the sealed value belongs.
//!
//! ```text
//! format (1) ‖ ring version (4) ‖ salt (16) ‖ nonce (12) ‖ ciphertext ‖ tag (16)
//! ```
//!
//! Each value has a key of its own, HMAC-SHA256(sub-key, salt). Without it, random 96-bit nonces would limit one key to
//! 2^32 values (NIST SP 800-38D §8.3), which page state alone could reach.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use thiserror::Error;
use zeroize::Zeroizing;

use super::derived::DerivedKeys;
use super::{KeyRing, StatePurpose};
use crate::domain::random;

const FORMAT: u8 = 1;
const VERSION_LEN: usize = 4;
const SALT_LEN: usize = 16;

/// Where a sealed value lies. It opens there and nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct SealContext<'a> {
    /// The table's name.
    pub table: &'a str,
    /// The column's name.
    pub column: &'a str,
    /// The row's key, in text.
    pub row: &'a str,
    /// The pool's id; empty for what belongs to no pool.
    pub pool: &'a str,
}

/// Why a sealed value does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum UnsealError {
    /// It was sealed under a version that is not (or not yet) in the ring.
    #[error("version {0} is not in the key ring")]
    UnknownVersion(u32),
    /// It was changed, cut, or moved from another place.
    #[error("the sealed value does not open here")]
    Broken,
}

/// The families of sealed values; each has a sub-key of its own.
#[derive(Clone, Copy)]
enum Family {
    AtRest,
    State,
}

impl Family {
    const fn key(self, keys: &DerivedKeys) -> &hmac::Key {
        match self {
            Self::AtRest => &keys.at_rest,
            Self::State => &keys.state,
        }
    }
}

impl KeyRing {
    /// Seals a value that lies at `context`, under the newest version.
    #[must_use]
    pub fn seal(&self, context: &SealContext<'_>, plain: &[u8]) -> Vec<u8> {
        self.seal_with(Family::AtRest, &context.aad(), plain)
    }

    /// Opens what [`KeyRing::seal`] made, under whichever version it was sealed.
    pub fn unseal(&self, context: &SealContext<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        self.unseal_with(Family::AtRest, &context.aad(), sealed)
    }

    /// Seals state that travels outside; [`crate::crypto::sealed_state`] is its public face.
    pub(in crate::crypto) fn seal_state(&self, purpose: StatePurpose, context: &[u8], plain: &[u8]) -> Vec<u8> {
        self.seal_with(Family::State, &length_prefixed(&[purpose.label().as_bytes(), context]), plain)
    }

    /// Opens what [`KeyRing::seal_state`] made for the same purpose and context.
    pub(in crate::crypto) fn unseal_state(
        &self,
        purpose: StatePurpose,
        context: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        self.unseal_with(Family::State, &length_prefixed(&[purpose.label().as_bytes(), context]), sealed)
    }

    fn seal_with(&self, family: Family, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        let versions = self.versions();
        let salt: [u8; SALT_LEN] = random::bytes(&*self.random);
        let nonce: [u8; NONCE_LEN] = random::bytes(&*self.random);
        let cipher = value_key(family.key(versions.newest()), &salt);
        // Encrypted in a buffer of its own that is wiped: should growing it move the plain text, no copy stays behind.
        let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + AES_256_GCM.tag_len()));
        text.extend_from_slice(plain);
        cipher
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(aad), &mut *text)
            .expect("AES-GCM seals anything below 64 GiB");
        [&[FORMAT], versions.newest.to_be_bytes().as_slice(), &salt, &nonce, &text].concat()
    }

    fn unseal_with(&self, family: Family, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        let (&[format], rest) = sealed.split_first_chunk().ok_or(UnsealError::Broken)?;
        let (version, rest) = rest.split_first_chunk::<VERSION_LEN>().ok_or(UnsealError::Broken)?;
        let (salt, rest) = rest.split_first_chunk::<SALT_LEN>().ok_or(UnsealError::Broken)?;
        let (nonce, text) = rest.split_first_chunk::<NONCE_LEN>().ok_or(UnsealError::Broken)?;
        if format != FORMAT {
            return Err(UnsealError::Broken);
        }
        let version = u32::from_be_bytes(*version);
        let versions = self.versions();
        let keys = versions.get(version).ok_or(UnsealError::UnknownVersion(version))?;
        let mut text = Zeroizing::new(text.to_vec());
        let opened = value_key(family.key(keys), salt)
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(aad), &mut text)
            .map_err(|_| UnsealError::Broken)?;
        let len = opened.len();
        text.truncate(len);
        Ok(text)
    }
}

impl SealContext<'_> {
    fn aad(&self) -> Vec<u8> {
        length_prefixed(&[self.table.as_bytes(), self.column.as_bytes(), self.row.as_bytes(), self.pool.as_bytes()])
    }
}

fn value_key(sub_key: &hmac::Key, salt: &[u8; SALT_LEN]) -> LessSafeKey {
    let key = hmac::sign(sub_key, salt);
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key.as_ref()).expect("HMAC-SHA256 gives the 32 bytes of AES-256"))
}

/// Joins so that no two lists of parts give the same bytes.
fn length_prefixed(parts: &[&[u8]]) -> Vec<u8> {
    let prefixed = parts.iter().flat_map(|part| [(part.len() as u64).to_be_bytes().to_vec(), part.to_vec()]);
    prefixed.flatten().collect()
}
