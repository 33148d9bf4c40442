//! SHA-2, and the two places where the specifications compare hashes: `at_hash` and PKCE.

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::signing::SigningAlgorithm;

/// SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    hash
}

/// SHA-256 of `bytes` in lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(sha256(bytes))
}

/// SHA-1 of `bytes` in upper-case hexadecimal, by which lists of breached passwords are kept. For nothing else.
#[must_use]
pub fn sha1_hex(bytes: &[u8]) -> [u8; 40] {
    let mut text = [0; 40];
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes);
    let is_encoded = hex::encode_to_slice(hash.as_ref(), &mut text).is_ok();
    debug_assert!(is_encoded, "20 bytes are 40 characters");
    text.make_ascii_uppercase();
    text
}

/// SHA-256 of `bytes` in base64url without padding.
#[must_use]
pub fn sha256_base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(sha256(bytes))
}

/// HMAC with SHA-256 (RFC 2104).
#[must_use]
pub fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut mac = [0; 32];
    mac.copy_from_slice(hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), message).as_ref());
    mac
}

/// Whether two secrets are the same, in constant time for equal lengths.
#[must_use]
pub fn is_same_secret(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

/// `at_hash` and `c_hash`: the left half of the hash that the ID token's algorithm uses, in base64url
/// (OpenID Connect Core §3.1.3.6, §3.3.2.11). Ed25519 signs with SHA-512.
#[must_use]
pub fn half_hash(algorithm: SigningAlgorithm, value: &str) -> String {
    let hash = match algorithm {
        SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256 | SigningAlgorithm::Es256 => &digest::SHA256,
        SigningAlgorithm::EdDsa => &digest::SHA512,
    };
    left_half(hash, value)
}

/// The left half of a hash of `value`, in base64url.
pub(super) fn left_half(hash: &'static digest::Algorithm, value: &str) -> String {
    let full = digest::digest(hash, value.as_bytes());
    URL_SAFE_NO_PAD.encode(&full.as_ref()[..full.as_ref().len() / 2])
}

/// Whether `challenge` can be an S256 code challenge: SHA-256 in base64url, 43 characters (RFC 7636 §4.2).
#[must_use]
pub fn is_pkce_challenge(challenge: &str) -> bool {
    challenge.len() == 43 && URL_SAFE_NO_PAD.decode(challenge).is_ok()
}

/// Whether `verifier` answers the S256 `challenge` (RFC 7636 §4.6), in constant time. A verifier has 43 to 128 unreserved
/// characters (§4.1).
#[must_use]
pub fn answers_pkce_challenge(verifier: &str, challenge: &str) -> bool {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_verifier = (43..=128).contains(&verifier.len()) && verifier.bytes().all(is_unreserved);
    is_verifier && is_same_secret(sha256_base64url(verifier.as_bytes()).as_bytes(), challenge.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn sha256_of_abc_is_the_standard_s() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), expected);
        assert_eq!(hex::encode(sha256(b"abc")), expected);
    }

    #[test]
    fn the_rfc_s_verifier_answers_the_rfc_s_challenge() {
        assert!(is_pkce_challenge(CHALLENGE));
        assert!(answers_pkce_challenge(VERIFIER, CHALLENGE));
    }

    #[test]
    fn nothing_else_answers_it() {
        let padded = format!("{CHALLENGE}=");
        assert!(!answers_pkce_challenge(CHALLENGE, CHALLENGE), "the plain method");
        assert!(!answers_pkce_challenge(&VERIFIER.replace('d', "e"), CHALLENGE));
        assert!(!answers_pkce_challenge("", CHALLENGE));
        assert!(!answers_pkce_challenge(VERIFIER, ""));
        assert!(!answers_pkce_challenge(VERIFIER, &padded));
        assert!(!is_pkce_challenge(&padded) && !is_pkce_challenge("") && !is_pkce_challenge(&CHALLENGE[1..]));
    }

    #[test]
    fn verifiers_have_43_to_128_unreserved_characters() {
        let answers_its_own = |verifier: &str| answers_pkce_challenge(verifier, &sha256_base64url(verifier.as_bytes()));
        assert!(answers_its_own(&"a".repeat(43)) && answers_its_own(&"~".repeat(128)));
        assert!(!answers_its_own(&"a".repeat(42)) && !answers_its_own(&"a".repeat(129)));
        assert!(!answers_its_own(&"a b".repeat(20)) && !answers_its_own(&"é".repeat(30)));
    }

    #[test]
    fn at_hash_is_the_left_half() {
        // The example of OpenID Connect Core, appendix A.3.
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(SigningAlgorithm::Rs256, token), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash(SigningAlgorithm::EdDsa, token).len(), 43);
    }
}
