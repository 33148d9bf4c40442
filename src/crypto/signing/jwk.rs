//! Public keys as JWK (RFC 7517) and the key ids that follow from them.

use aws_lc_rs::rsa;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::SigningAlgorithm;
use crate::crypto::digest::sha256;

/// `{kty, n, e, …}` of an RSA key (RFC 7518 §6.3.1).
pub(super) fn of_rsa(kid: &str, algorithm: SigningAlgorithm, key: &rsa::PublicKey) -> Value {
    json!({
        "kty": "RSA",
        "n": base64url(key.modulus().big_endian_without_leading_zero()),
        "e": base64url(key.exponent().big_endian_without_leading_zero()),
        "alg": algorithm.name(),
        "use": "sig",
        "kid": kid,
    })
}

/// `{kty, crv, x, y, …}` of a P-256 key, given as an uncompressed point: 4 ‖ x ‖ y (RFC 7518 §6.2.1).
pub(super) fn of_p256(kid: &str, point: &[u8]) -> Option<Value> {
    let [4, coordinates @ ..] = point else { return None };
    let (x, y) = coordinates.split_at_checked(32)?;
    let (x, y) = (base64url(x), base64url(y));
    Some(json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "alg": "ES256", "use": "sig", "kid": kid }))
}

/// `{kty, crv, x, …}` of an Ed25519 key (RFC 8037 §2).
pub(super) fn of_ed25519(kid: &str, key: &[u8]) -> Value {
    json!({ "kty": "OKP", "crv": "Ed25519", "x": base64url(key), "alg": "EdDSA", "use": "sig", "kid": kid })
}

/// A key id in Cognito's shape: 44 characters, the SHA-256 of the public key in standard base64.
pub(super) fn kid(public_key: &[u8]) -> String {
    STANDARD.encode(sha256(public_key))
}

pub(super) fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
