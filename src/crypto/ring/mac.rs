//! MACs (handed out, verified later) and keyed hashes (stored, looked up by) under the ring.

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq as _;

use super::{KeyRing, MacPurpose};

/// HMAC-SHA256 and the version of the key that made it.
#[derive(Debug, Clone, Copy)]
pub struct Mac {
    /// The ring's version.
    pub version: u32,
    /// The code itself.
    pub bytes: [u8; 32],
}

impl KeyRing {
    /// The MAC of `parts` under the newest version. Parts are told apart: `["ab", "c"]` is not `["a", "bc"]`.
    #[must_use]
    pub fn mac(&self, purpose: MacPurpose, parts: &[&[u8]]) -> Mac {
        let versions = self.versions();
        Mac { version: versions.newest, bytes: hmac_of(versions.newest().mac(purpose), parts) }
    }

    /// Whether `mac` is the MAC of `parts` under any version in the ring, in constant time.
    #[must_use]
    pub fn verify_mac(&self, purpose: MacPurpose, parts: &[&[u8]], mac: &Mac) -> bool {
        let versions = self.versions();
        versions.get(mac.version).is_some_and(|keys| hmac_of(keys.mac(purpose), parts).ct_eq(&mac.bytes).into())
    }

    /// What is stored of a value that a bearer presents: a keyed hash under the newest version, as
    /// `{version}.{base64url}`. It cannot be presented in the value's place, nor as a MAC. What names a counter is hashed
    /// under the oldest version instead, or adding a version would give everybody a new set of guesses.
    #[must_use]
    pub fn keyed_hash(&self, purpose: MacPurpose, parts: &[&[u8]]) -> String {
        let versions = self.versions();
        let oldest = versions.keys.iter().next().filter(|_| purpose.names_a_counter());
        match oldest {
            Some((&version, keys)) => encode(version, &hmac_of(keys.hash(purpose), parts)),
            None => encode(versions.newest, &hmac_of(versions.newest().hash(purpose), parts)),
        }
    }

    /// The keyed hash under every version in the ring, newest first: what a lookup compares with.
    #[must_use]
    pub fn keyed_hash_candidates(&self, purpose: MacPurpose, parts: &[&[u8]]) -> Vec<String> {
        let versions = self.versions();
        let candidates = versions.keys.iter().rev();
        candidates.map(|(&version, keys)| encode(version, &hmac_of(keys.hash(purpose), parts))).collect()
    }

    /// Whether `stored` is a keyed hash of `parts` under any version in the ring, in constant time.
    #[must_use]
    pub fn verify_keyed_hash(&self, purpose: MacPurpose, parts: &[&[u8]], stored: &str) -> bool {
        let Some(version) = stored.split_once('.').and_then(|(version, _)| version.parse().ok()) else {
            return false;
        };
        let versions = self.versions();
        let Some(keys) = versions.get(version) else { return false };
        encode(version, &hmac_of(keys.hash(purpose), parts)).as_bytes().ct_eq(stored.as_bytes()).into()
    }
}

fn hmac_of(key: &hmac::Key, parts: &[&[u8]]) -> [u8; 32] {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    context.sign().as_ref().try_into().expect("HMAC-SHA256 is 32 bytes")
}

fn encode(version: u32, hash: &[u8; 32]) -> String {
    format!("{version}.{}", URL_SAFE_NO_PAD.encode(hash))
}
