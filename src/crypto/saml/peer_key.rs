//! The public key of an identity provider, out of the certificate in its metadata.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384,
    RSA_PSS_2048_8192_SHA512, UnparsedPublicKey, VerificationAlgorithm,
};
use thiserror::Error;
use x509_parser::parse_x509_certificate;
use x509_parser::public_key::PublicKey;

use super::{DigestAlgorithm, SignatureAlgorithm};
use crate::domain::clock::Micros;

const MIN_RSA_BITS: usize = 2048;
const MAX_RSA_BITS: usize = 8192;

/// Why a certificate holds no key for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PeerKeyError {
    /// Not the DER of one X.509 certificate.
    #[error("not an X.509 certificate")]
    NotACertificate,
    /// RSA outside 2048 to 8192 bits.
    #[error("an RSA key of {0} bits, where 2048 to 8192 are taken")]
    RsaSize(usize),
    /// Neither RSA nor a point on P-256, P-384 or P-521.
    #[error("neither an RSA key nor one on P-256, P-384 or P-521")]
    UnknownKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rsa,
    /// The digest that goes with the curve.
    Curve(DigestAlgorithm),
}

/// A key that verifies. The certificate around it is a container: SAML metadata pins keys, and neither the names, the
/// issuer nor the dates in it are trusted or checked (SAML V2.0 Metadata Interoperability Profile §2.6.1).
#[derive(Clone, PartialEq, Eq)]
pub struct PeerKey {
    kind: Kind,
    public: Vec<u8>,
    not_after: Micros,
}

impl std::fmt::Debug for PeerKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PeerKey").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl PeerKey {
    /// Reads the DER of a certificate.
    pub fn from_certificate(der: &[u8]) -> Result<Self, PeerKeyError> {
        let (rest, certificate) = parse_x509_certificate(der).map_err(|_| PeerKeyError::NotACertificate)?;
        if !rest.is_empty() {
            return Err(PeerKeyError::NotACertificate);
        }
        let info = certificate.public_key();
        let kind = match info.parsed().map_err(|_| PeerKeyError::UnknownKind)? {
            PublicKey::RSA(key) => match key.key_size() {
                MIN_RSA_BITS..=MAX_RSA_BITS => Kind::Rsa,
                bits => return Err(PeerKeyError::RsaSize(bits)),
            },
            // an uncompressed point: one byte, then both coordinates
            PublicKey::EC(point) => match point.data().len() {
                65 => Kind::Curve(DigestAlgorithm::Sha256),
                97 => Kind::Curve(DigestAlgorithm::Sha384),
                133 => Kind::Curve(DigestAlgorithm::Sha512),
                _ => return Err(PeerKeyError::UnknownKind),
            },
            PublicKey::DSA(_) | PublicKey::GostR3410(_) | PublicKey::GostR3410_2012(_) | PublicKey::Unknown(_) => {
                return Err(PeerKeyError::UnknownKind);
            }
        };
        let not_after = Micros::from_secs(certificate.validity().not_after.timestamp());
        Ok(Self { kind, public: info.subject_public_key.data.to_vec(), not_after })
    }

    /// Until when the certificate says it is valid; for warnings.
    #[must_use]
    pub const fn not_after(&self) -> Micros {
        self.not_after
    }

    /// Whether the signature over `message` is of this key. A key of one kind verifies nothing of another.
    #[must_use]
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8]) -> bool {
        let verification = match (self.kind, algorithm) {
            (Kind::Rsa, SignatureAlgorithm::Rsa(digest)) => pkcs1(digest),
            (Kind::Rsa, SignatureAlgorithm::RsaPss(digest)) => pss(digest),
            (Kind::Curve(own), SignatureAlgorithm::Ecdsa(digest)) if own == digest => ecdsa(digest),
            (Kind::Rsa | Kind::Curve(_), _) => return false,
        };
        UnparsedPublicKey::new(verification, &self.public).verify(message, signature).is_ok()
    }
}

const fn pkcs1(digest: DigestAlgorithm) -> &'static dyn VerificationAlgorithm {
    match digest {
        DigestAlgorithm::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
        DigestAlgorithm::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
        DigestAlgorithm::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
    }
}

const fn pss(digest: DigestAlgorithm) -> &'static dyn VerificationAlgorithm {
    match digest {
        DigestAlgorithm::Sha256 => &RSA_PSS_2048_8192_SHA256,
        DigestAlgorithm::Sha384 => &RSA_PSS_2048_8192_SHA384,
        DigestAlgorithm::Sha512 => &RSA_PSS_2048_8192_SHA512,
    }
}

const fn ecdsa(digest: DigestAlgorithm) -> &'static dyn VerificationAlgorithm {
    match digest {
        DigestAlgorithm::Sha256 => &ECDSA_P256_SHA256_FIXED,
        DigestAlgorithm::Sha384 => &ECDSA_P384_SHA384_FIXED,
        DigestAlgorithm::Sha512 => &ECDSA_P521_SHA512_FIXED,
    }
}
