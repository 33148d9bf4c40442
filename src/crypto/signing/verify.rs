//! Verifying our own tokens, strictly: what we do not issue is refused, even where the specifications would allow it.
//!
//! The key decides the algorithm, never the token. An ECDSA signature and its twin with the other `s` both hold: RFC 7518
//! §3.4 asks for no choice between them, signers make either, ours too, and nothing here is remembered by a token's bytes
//! (replays are told by `jti` and grant), so that a second spelling gains nobody anything (case 98). Who calls this still has to look at `iss`, `aud`, `token_use` and the
//! grant.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{DecodingKey, Validation};
use serde::Deserialize;
use serde_json::{Map, Value};
use thiserror::Error;

use super::SigningAlgorithm;
use crate::domain::clock::Micros;

/// The longest token that is looked at, in bytes.
pub const MAX_TOKEN_LEN: usize = 16 * 1024;

/// Why a token is refused. For logs; callers answer all of them alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum VerifyError {
    /// Not a compact JWS in canonical base64url, or its header is not of the kind that we issue.
    #[error("not a token of ours")]
    Malformed,
    /// No key has the token's `kid`.
    #[error("signed with an unknown key")]
    UnknownKey,
    /// The token names another algorithm than its key has.
    #[error("signed with an algorithm that is not its key's")]
    WrongAlgorithm,
    /// The signature is not the key's.
    #[error("the signature does not verify")]
    BadSignature,
    /// The token is past its `exp`, or has none.
    #[error("expired")]
    Expired,
    /// The token is before its `nbf`.
    #[error("not valid yet")]
    NotYetValid,
    /// The given JWK is no public key that we could have published.
    #[error("not a public key of ours")]
    BadKey,
}

/// The public half of a signing key, parsed.
#[derive(Clone)]
pub struct VerifyingKey {
    kid: String,
    algorithm: SigningAlgorithm,
    jwk: Value,
    key: DecodingKey,
}

impl VerifyingKey {
    /// Reads a public key as we publish it, with `kid` and `alg`.
    pub fn from_jwk(jwk: &Value) -> Result<Self, VerifyError> {
        let member = |name: &str| jwk.get(name).and_then(Value::as_str).ok_or(VerifyError::BadKey);
        let algorithm = SigningAlgorithm::from_name(member("alg")?).ok_or(VerifyError::BadKey)?;
        let key = match algorithm {
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 if member("kty")? == "RSA" => {
                DecodingKey::from_rsa_components(member("n")?, member("e")?)
            }
            SigningAlgorithm::Es256 if member("crv")? == "P-256" => {
                DecodingKey::from_ec_components(member("x")?, member("y")?)
            }
            SigningAlgorithm::EdDsa if member("crv")? == "Ed25519" && !is_of_small_order(member("x")?) => {
                DecodingKey::from_ed_components(member("x")?)
            }
            SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 | SigningAlgorithm::Es256 | SigningAlgorithm::EdDsa => {
                return Err(VerifyError::BadKey);
            }
        };
        let key = key.map_err(|_| VerifyError::BadKey)?;
        Ok(Self { kid: member("kid")?.to_owned(), algorithm, jwk: jwk.clone(), key })
    }

    /// The key's id.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The key's algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> SigningAlgorithm {
        self.algorithm
    }

    /// The key as it is published.
    #[must_use]
    pub const fn jwk(&self) -> &Value {
        &self.jwk
    }
}

impl std::fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("kid", &self.kid)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// The claims of a token that one of `keys` signed and that is valid at `now`: before `exp`, which it must have, and not
/// before `nbf`, if it has one. There is no leeway, since the clock that issued it is ours.
pub fn verify<'k>(
    token: &str,
    keys: impl IntoIterator<Item = &'k VerifyingKey>,
    now: Micros,
) -> Result<Map<String, Value>, VerifyError> {
    let claims = verify_signature(token, keys)?;
    let seconds = |name: &str| claims.get(name).and_then(Value::as_i64);
    if seconds("exp").is_none_or(|exp| now >= Micros::from_secs(exp)) {
        return Err(VerifyError::Expired);
    }
    if claims.contains_key("nbf") && seconds("nbf").is_none_or(|nbf| now < Micros::from_secs(nbf)) {
        return Err(VerifyError::NotYetValid);
    }
    Ok(claims)
}

/// The claims of a token that one of `keys` signed, whenever that was: for `id_token_hint`, which may have expired
/// (OpenID Connect RP-Initiated Logout §2).
pub fn verify_signature<'k>(
    token: &str,
    keys: impl IntoIterator<Item = &'k VerifyingKey>,
) -> Result<Map<String, Value>, VerifyError> {
    let header = read_header(token)?;
    let key = keys.into_iter().find(|key| key.kid == header.kid).ok_or(VerifyError::UnknownKey)?;
    if header.alg != key.algorithm.name() {
        return Err(VerifyError::WrongAlgorithm);
    }
    let mut validation = Validation::new(in_library(key.algorithm));
    // Times are compared by the injected clock; audiences differ by kind of token and are the caller's.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let verified = jsonwebtoken::decode::<Map<String, Value>>(token, &key.key, &validation);
    verified.map(|token| token.claims).map_err(|_| VerifyError::BadSignature)
}

/// The whole of a header that we issue. Anything else in it (`crit`, `b64`, `jwk`, `jku`, `x5c` …) would ask us to do
/// something about it, and a member twice means different things to different readers: both are refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    kid: String,
    alg: String,
    #[serde(default)]
    typ: Option<String>,
}

fn read_header(token: &str) -> Result<Header, VerifyError> {
    if token.len() > MAX_TOKEN_LEN {
        return Err(VerifyError::Malformed);
    }
    let mut segments = token.split('.');
    let (Some(header), Some(claims), Some(signature), None) =
        (segments.next(), segments.next(), segments.next(), segments.next())
    else {
        return Err(VerifyError::Malformed);
    };
    // Canonical base64url only, so that one token has one spelling.
    let decode = |segment: &str| URL_SAFE_NO_PAD.decode(segment).map_err(|_| VerifyError::Malformed);
    let (header, _, signature) = (decode(header)?, decode(claims)?, decode(signature)?);
    if signature.is_empty() {
        return Err(VerifyError::Malformed);
    }
    let header: Header = serde_json::from_slice(&header).map_err(|_| VerifyError::Malformed)?;
    let is_known = header.typ.as_deref().is_none_or(|typ| matches!(typ, "JWT" | "at+jwt"));
    if is_known { Ok(header) } else { Err(VerifyError::Malformed) }
}

/// The `iss` that a token claims, unverified: only to choose whose keys it must hold under.
#[must_use]
pub fn unverified_issuer(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Claims {
        iss: String,
    }
    read_header(token).ok()?;
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Claims>(&claims).ok().map(|claims| claims.iss)
}

/// The y-coordinates of the points of small order on Ed25519 and their spellings that are not reduced, little-endian, without
/// the sign (the list of libsodium). Under such a key one signature holds for every message.
const SMALL_ORDER: [&str; 7] = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

/// Whether an Ed25519 key in base64url is no key at all but a point of small order, which the library lets pass.
pub(super) fn is_of_small_order(x: &str) -> bool {
    let Ok(mut point) = URL_SAFE_NO_PAD.decode(x) else { return false };
    if let Some(last) = point.last_mut() {
        *last &= 0x7f;
    }
    SMALL_ORDER.contains(&hex::encode(&point).as_str())
}

/// The algorithm as the library calls it.
const fn in_library(algorithm: SigningAlgorithm) -> jsonwebtoken::Algorithm {
    match algorithm {
        SigningAlgorithm::Rs256 => jsonwebtoken::Algorithm::RS256,
        SigningAlgorithm::Ps256 => jsonwebtoken::Algorithm::PS256,
        SigningAlgorithm::Es256 => jsonwebtoken::Algorithm::ES256,
        SigningAlgorithm::EdDsa => jsonwebtoken::Algorithm::EdDSA,
    }
}
