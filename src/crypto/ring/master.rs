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
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// A new key, for a first start.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        Self(Zeroizing::new(random::bytes(random)))
    }

    /// Reads the key as it is configured: 32 bytes in base64. White space around it is not part of it (files end in a
    /// line feed).
    pub fn from_base64(text: &Secret) -> Result<Self, MasterKeyError> {
        let bytes = Zeroizing::new(STANDARD.decode(text.expose_secret().trim()).map_err(|_| MasterKeyError)?);
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| MasterKeyError)?;
        Ok(Self(Zeroizing::new(key)))
    }

    /// The key of these bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// The key as it is configured.
    #[must_use]
    pub fn to_base64(&self) -> Secret {
        Secret::from(STANDARD.encode(self.0.as_slice()))
    }

    /// nonce ‖ ciphertext ‖ tag; the version is authenticated, so that rows cannot change places.
    pub(super) fn wrap_key(&self, version: u32, key: &[u8; 32], random: &dyn Random) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = random::bytes(random);
        let mut sealed = Zeroizing::new(key.to_vec());
        self.cipher()
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad(version), &mut *sealed)
            .expect("AES-GCM seals 32 bytes");
        [nonce.as_slice(), &sealed].concat()
    }

    pub(super) fn unwrap_key(&self, version: u32, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, RingError> {
        let wrong = RingError::WrongMasterKey { version };
        let (nonce, sealed) = wrapped.split_at_checked(NONCE_LEN).ok_or(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| wrong)?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let key = self.cipher().open_in_place(nonce, aad(version), &mut sealed).map_err(|_| wrong)?;
        Ok(Zeroizing::new(<[u8; 32]>::try_from(&*key).map_err(|_| wrong)?))
    }

    /// A key of one backup, for one `purpose`; the salt is the backup's own (RFC 5869).
    pub(in crate::crypto) fn backup_key<const N: usize>(&self, purpose: &str, salt: &[u8]) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        hkdf::Salt::new(hkdf::HKDF_SHA256, salt)
            .extract(self.0.as_slice())
            .expand(&[b"vestibule/1/backup/", purpose.as_bytes()], Length(N))
            .and_then(|output| output.fill(key.as_mut_slice()))
            .expect("HKDF-SHA256 gives up to 8160 bytes");
        key
    }

    fn cipher(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, self.0.as_slice()).expect("AES-256 takes 32 bytes"))
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn aad(version: u32) -> Aad<Vec<u8>> {
    Aad::from([AAD_PREFIX, &version.to_be_bytes()].concat())
}
