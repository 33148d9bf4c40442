//! Verifying tokens that somebody else signed, with the keys that they publish. The `jsonwebtoken` crate reads the token and
//! the keys; here stands what is asked of them.
//!
//! A key is only used for an algorithm of its own kind, and a shared secret is no key here: neither `none`, nor an HMAC under
//! a public key taken for a secret, holds (RFC 8725 §2.1, case 174). Keys that a token brings along are not looked at. Claims
//! are free JSON, each of them once: what they must say is for the caller, and whose issue they are is not known here.

use aws_lc_rs::digest;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, Header, Validation};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use thiserror::Error;

use super::verify::is_of_small_order;
use crate::crypto::digest::left_half;

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 64 * 1024;
/// Most keys of one publisher that are looked at.
const MOST_KEYS: usize = 100;

/// Why a token, or a set of keys, is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ForeignError {
    /// Not a compact JWS in canonical base64url, of an algorithm that is never believed, or with claims that are none.
    #[error("not a token that can be read")]
    Malformed,
    /// The signature is of none of the keys that it may be of.
    #[error("the signature does not hold")]
    BadSignature,
    /// There is no key that it may be of.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// Not a set of keys.
    #[error("not a set of keys that can be read")]
    BadKeys,
    /// More keys than anybody has.
    #[error("too many keys")]
    TooManyKeys,
}

/// Public keys as their owner publishes them (RFC 7517 §5).
#[derive(Clone, Debug)]
pub struct ForeignKeys(Vec<Jwk>);

impl ForeignKeys {
    /// Reads a set of keys. One among them that cannot be read is nobody's, and the others are as good as without it.
    pub fn read(document: &[u8]) -> Result<Self, ForeignError> {
        #[derive(Deserialize)]
        struct Published {
            keys: Vec<Value>,
        }
        let Published { keys } = serde_json::from_slice(document).map_err(|_| ForeignError::BadKeys)?;
        if keys.len() > MOST_KEYS {
            return Err(ForeignError::TooManyKeys);
        }
        Ok(Self(keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect()))
    }
}

/// A token whose header is read and whose signature is still to be verified.
#[derive(Clone, Debug)]
pub struct ForeignToken<'a> {
    raw: &'a str,
    header: Header,
}

/// What a token says whose signature holds.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Its claims, each of them once.
    pub claims: Map<String, Value>,
    algorithm: Algorithm,
}

impl<'a> ForeignToken<'a> {
    /// Reads the header of a token in compact form (RFC 7515 §7.1).
    pub fn read(raw: &'a str) -> Result<Self, ForeignError> {
        if raw.len() > LONGEST {
            return Err(ForeignError::Malformed);
        }
        let header = jsonwebtoken::decode_header(raw).map_err(|_| ForeignError::Malformed)?;
        // Nothing is critical that we know of (RFC 7515 §4.1.11).
        if header.crit.is_some() || header.alg.family() == AlgorithmFamily::Hmac {
            return Err(ForeignError::Malformed);
        }
        Ok(Self { raw, header })
    }

    /// What kind of token it calls itself (RFC 8725 §3.11); `None`: it does not say.
    #[must_use]
    pub fn kind(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// What it says, if one of `keys` signed it: the one that it names, or any where it names none.
    pub fn verify(&self, keys: &ForeignKeys) -> Result<Verified, ForeignError> {
        let is_named = |key: &&Jwk| self.header.kid.is_none() || key.common.key_id == self.header.kid;
        let is_fit = |key: &&Jwk| is_of_its_kind(key, self.header.alg) && is_for_signatures(key);
        let mut refusal = ForeignError::UnknownKey;
        for key in keys.0.iter().filter(is_named).filter(is_fit) {
            match self.verify_by(key) {
                Err(ForeignError::BadSignature) => refusal = ForeignError::BadSignature,
                done => return done,
            }
        }
        Err(refusal)
    }

    fn verify_by(&self, key: &Jwk) -> Result<Verified, ForeignError> {
        let algorithm = self.header.alg;
        let is_for_another = key.common.key_algorithm.is_some_and(|known| known != KeyAlgorithm::from(algorithm));
        let key = DecodingKey::from_jwk(key).map_err(|_| ForeignError::BadSignature)?;
        if is_for_another {
            return Err(ForeignError::BadSignature);
        }
        let mut validation = Validation::new(algorithm);
        // What claims must say is the caller's to judge, by the injected clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        match jsonwebtoken::decode::<Once>(self.raw, &key, &validation) {
            Ok(token) => Ok(Verified { claims: token.claims.0, algorithm }),
            Err(error) => Err(refusal(&error)),
        }
    }
}

impl Verified {
    /// The left half of the hash that goes with its algorithm, for `at_hash` and `c_hash` (OpenID Connect Core §3.1.3.6,
    /// §3.3.2.11). Ed25519 signs with SHA-512.
    #[must_use]
    pub fn half_hash(&self, value: &str) -> String {
        let hash = match self.algorithm {
            Algorithm::RS384 | Algorithm::PS384 | Algorithm::ES384 | Algorithm::HS384 => &digest::SHA384,
            Algorithm::RS512 | Algorithm::PS512 | Algorithm::EdDSA | Algorithm::HS512 => &digest::SHA512,
            // One that is new to the library is none of those that keys are taken for.
            Algorithm::RS256 | Algorithm::PS256 | Algorithm::ES256 | Algorithm::HS256 | _ => &digest::SHA256,
        };
        left_half(hash, value)
    }
}

/// Whether a key is one for this algorithm. A curve has one algorithm; an RSA key any of the six, unless it says which.
fn is_of_its_kind(key: &Jwk, algorithm: Algorithm) -> bool {
    match (&key.algorithm, algorithm) {
        (
            AlgorithmParameters::RSA(_),
            Algorithm::RS256
            | Algorithm::RS384
            | Algorithm::RS512
            | Algorithm::PS256
            | Algorithm::PS384
            | Algorithm::PS512,
        ) => true,
        (AlgorithmParameters::EllipticCurve(key), Algorithm::ES256) => key.curve == EllipticCurve::P256,
        (AlgorithmParameters::EllipticCurve(key), Algorithm::ES384) => key.curve == EllipticCurve::P384,
        (AlgorithmParameters::OctetKeyPair(key), Algorithm::EdDSA) => {
            key.curve == EllipticCurve::Ed25519 && !is_of_small_order(&key.x)
        }
        _ => false,
    }
}

/// Whether a key is published for signatures, or for nothing in particular (RFC 7517 §4.2).
fn is_for_signatures(key: &Jwk) -> bool {
    matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature))
}

/// Claims that are none are told from a signature that does not hold: no other key would make them any.
fn refusal(error: &jsonwebtoken::errors::Error) -> ForeignError {
    use jsonwebtoken::errors::ErrorKind;
    let is_unreadable = matches!(
        error.kind(),
        ErrorKind::Json(_) | ErrorKind::Base64(_) | ErrorKind::Utf8(_) | ErrorKind::InvalidToken
    );
    if is_unreadable { ForeignError::Malformed } else { ForeignError::BadSignature }
}

/// Claims, each of them once: of two subjects nobody knows which one others read (RFC 7519 §4).
struct Once(Map<String, Value>);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Once;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Once, A::Error> {
        let mut claims = Map::new();
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            if claims.insert(name, value).is_some() {
                return Err(A::Error::custom("a claim occurs twice"));
            }
        }
        Ok(Once(claims))
    }
}
