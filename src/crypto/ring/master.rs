//! The master key: 32 bytes from outside the database, used for nothing but wrapping the ring's data keys and, through
//! HKDF, sealing backups.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use zeroize::Zeroizing;

use super::RingError;
use super::derived::Length;
use crate::domain::random::{self, Random};
use crate::domain::secret::{ExposeSecret, Secret};

/// Separates wrapped keys from everything else that AES-GCM could seal under the same key.
const AAD_PREFIX: &[u8] = b"vestibule key ring 1";

/// The master key is not 32 bytes in base64.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the master key must be 32 bytes in standard base64 (44 characters)")]
pub struct MasterKeyError;

/// The key that opens the ring.
#[derive(Clone)]
pub struct MasterKey {
    key: Zeroizing<[u8; 32]>,
    /// Opens what was not wrapped anew yet, while the master key is being exchanged.
    previous: Option<Zeroizing<[u8; 32]>>,
}

impl MasterKey {
    /// A new key, for a first start.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        Self::from_bytes(&random::bytes(random))
    }

    /// Reads the key as it is configured: 32 bytes in base64. White space around it is not part of it (files end in a
    /// line feed).
    pub fn from_base64(text: &Secret) -> Result<Self, MasterKeyError> {
        let bytes = Zeroizing::new(STANDARD.decode(text.expose_secret().trim()).map_err(|_| MasterKeyError)?);
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| MasterKeyError)?;
        Ok(Self::from_bytes(&key))
    }

    /// The key of these bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self { key: Zeroizing::new(*bytes), previous: None }
    }

    /// The same, which also opens what `previous` wrapped. It wraps nothing under it.
    #[must_use]
    pub fn with_previous(self, previous: &Self) -> Self {
        Self { previous: Some(previous.key.clone()), ..self }
    }

    /// The key as it is configured.
    #[must_use]
    pub fn to_base64(&self) -> Secret {
        Secret::from(STANDARD.encode(self.key.as_slice()))
    }

    /// nonce ‖ ciphertext ‖ tag; the version is authenticated, so that rows cannot change places.
    pub(super) fn wrap_key(&self, version: u32, key: &[u8; 32], random: &dyn Random) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = random::bytes(random);
        let mut sealed = Zeroizing::new(key.to_vec());
        cipher(&self.key)
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(version), &mut *sealed)
            .expect("AES-GCM seals 32 bytes");
        [nonce.as_slice(), &sealed].concat()
    }

    pub(super) fn unwrap_key(&self, version: u32, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, RingError> {
        let opened = unwrap_under(&self.key, version, wrapped);
        let previous = || self.previous.as_ref().and_then(|key| unwrap_under(key, version, wrapped));
        opened.or_else(previous).ok_or(RingError::WrongMasterKey { version })
    }

    /// Whether the row opens without the previous key.
    pub(super) fn has_wrapped(&self, version: u32, wrapped: &[u8]) -> bool {
        unwrap_under(&self.key, version, wrapped).is_some()
    }

    /// A key of one backup, for one `purpose`; the salt is the backup's own (RFC 5869).
    pub(in crate::crypto) fn backup_key<const N: usize>(&self, purpose: &str, salt: &[u8]) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
            .extract(self.key.as_slice())
            .expand(&[b"vestibule/1/backup/", purpose.as_bytes()], Length(N))
            .and_then(|output| output.fill(key.as_mut_slice()))
            .expect("HKDF-SHA256 gives up to 8160 bytes");
        key
    }
}

fn unwrap_under(key: &[u8; 32], version: u32, wrapped: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let (nonce, sealed) = wrapped.split_at_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let mut sealed = Zeroizing::new(sealed.to_vec());
    let opened = cipher(key).open_in_place(nonce, aad(version), &mut sealed).ok()?;
    Some(Zeroizing::new(<[u8; 32]>::try_from(&*opened).ok()?))
}

fn cipher(key: &[u8; 32]) -> LessSafeKey {
    LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).expect("AES-256 takes 32 bytes"))
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn aad(version: u32) -> Aad<Vec<u8>> {
    Aad::from([AAD_PREFIX, &version.to_be_bytes()].concat())
}
