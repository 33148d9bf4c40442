//! The sub-keys of one data key: HKDF-SHA256 (RFC 5869) with a label per purpose, derived once, when the ring opens.

use aws_lc_rs::{hkdf, hmac};
use zeroize::Zeroizing;

use super::purpose::MacPurpose;

/// Every key that follows from one data key.
pub(super) struct DerivedKeys {
    /// Seals what is kept in the database.
    pub(super) at_rest: hmac::Key,
    /// Seals state that travels through browsers and clients.
    pub(super) state: hmac::Key,
    /// MACs that are handed out, by [`MacPurpose`].
    macs: Vec<hmac::Key>,
    /// Keyed hashes that are stored. Not the MAC's key: else a stored hash could be presented as a MAC.
    hashes: Vec<hmac::Key>,
    /// Argon2's secret.
    pub(super) pepper: Zeroizing<[u8; 32]>,
    /// Signs cookies.
    pub(super) cookie: Zeroizing<[u8; 64]>,
}

impl DerivedKeys {
    pub(super) fn derive(data_key: &[u8; 32]) -> Self {
        // The data key is uniformly random, so extraction needs no salt (RFC 5869 §3.1).
        let root = hkdf::Salt::none(hkdf::HKDF_SHA256).extract(data_key);
        let per_purpose = |kind: &str| {
            let keys = MacPurpose::ALL.iter().map(|purpose| mac_key(&root, kind, purpose.label()));
            keys.collect()
        };
        Self {
            at_rest: mac_key(&root, "seal", "at-rest"),
            state: mac_key(&root, "seal", "state"),
            macs: per_purpose("mac"),
            hashes: per_purpose("hash"),
            pepper: expand(&root, "pepper", ""),
            cookie: expand(&root, "cookie", ""),
        }
    }

    pub(super) fn mac(&self, purpose: MacPurpose) -> &hmac::Key {
        &self.macs[purpose as usize]
    }

    pub(super) fn hash(&self, purpose: MacPurpose) -> &hmac::Key {
        &self.hashes[purpose as usize]
    }
}

fn mac_key(root: &hkdf::Prk, kind: &str, label: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, expand::<32>(root, kind, label).as_slice())
}

/// How long a key that is expanded shall be, in bytes.
pub(super) struct Length(pub(super) usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(root: &hkdf::Prk, kind: &str, label: &str) -> Zeroizing<[u8; N]> {
    let mut key = Zeroizing::new([0; N]);
    root.expand(&[b"vestibule/1/", kind.as_bytes(), b"/", label.as_bytes()], Length(N))
        .and_then(|output| output.fill(key.as_mut_slice()))
        .expect("HKDF-SHA256 gives up to 8160 bytes");
    key
}
