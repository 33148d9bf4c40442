//! The closed lists of algorithms.

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};

/// A digest of signed content (XML Encryption 1.1 §5.7, RFC 9231 §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DigestAlgorithm {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
    /// SHA-512.
    Sha512,
}

impl DigestAlgorithm {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        };
        digest::digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// A signature, always with a key pair (RFC 9231 §2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// RSA, PKCS#1 v1.5.
    Rsa(DigestAlgorithm),
    /// RSA, PSS, with the digest's length of salt.
    RsaPss(DigestAlgorithm),
    /// ECDSA on the curve that goes with the digest, as `r ‖ s`.
    Ecdsa(DigestAlgorithm),
}

/// How the key of encrypted content is wrapped: RSA-OAEP, one digest for everything (XML Encryption 1.1 §5.5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportAlgorithm {
    /// The digest and MGF1 with SHA-1, the only one that XML Encryption 1.0 knows. Sound in OAEP, which needs no
    /// collision resistance.
    OaepSha1,
    /// The digest and MGF1 with SHA-256.
    OaepSha256,
    /// The digest and MGF1 with SHA-384.
    OaepSha384,
    /// The digest and MGF1 with SHA-512.
    OaepSha512,
}

/// How content is encrypted (XML Encryption 1.1 §5.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentAlgorithm {
    /// AES-128 in GCM.
    Aes128Gcm,
    /// AES-256 in GCM.
    Aes256Gcm,
    /// AES-128 in CBC, which does not notice changes: whoever decrypts must not tell what was wrong.
    Aes128Cbc,
    /// AES-256 in CBC, as above.
    Aes256Cbc,
}

impl ContentAlgorithm {
    /// Bytes of the key.
    #[must_use]
    pub const fn key_len(self) -> usize {
        match self {
            Self::Aes128Gcm | Self::Aes128Cbc => 16,
            Self::Aes256Gcm | Self::Aes256Cbc => 32,
        }
    }
}
