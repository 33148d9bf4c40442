//! Where new signing keys come from: made fresh, or fixed ones for tests, since making RSA keys takes long.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::{SigningAlgorithm, SigningError, SigningKey};

/// Gives new signing keys.
#[derive(Debug)]
pub enum KeySource {
    /// Each key is made when it is asked for, in the background.
    Fresh,
    /// RSA keys come from a list, in turn; others are cheap and made fresh.
    Fixed(FixedKeys),
}

/// RSA private keys in PKCS#8 DER, handed out in turn.
#[derive(Debug)]
pub struct FixedKeys {
    ders: Vec<Vec<u8>>,
    given: AtomicUsize,
}

impl KeySource {
    /// A source that hands out these RSA keys (PKCS#8 DER) in turn, and begins again at the end.
    #[must_use]
    pub const fn fixed(ders: Vec<Vec<u8>>) -> Self {
        Self::Fixed(FixedKeys { ders, given: AtomicUsize::new(0) })
    }

    /// Whether making a key of this algorithm takes so long that it is worth making it ahead of need.
    #[must_use]
    pub const fn is_slow(&self, algorithm: SigningAlgorithm) -> bool {
        matches!((self, algorithm), (Self::Fresh, SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256))
    }

    /// The next new key.
    pub async fn next(&self, algorithm: SigningAlgorithm) -> Result<SigningKey, SigningError> {
        let is_rsa = matches!(algorithm, SigningAlgorithm::Rs256 | SigningAlgorithm::Ps256);
        match self {
            Self::Fixed(keys) if is_rsa && !keys.ders.is_empty() => {
                let index = keys.given.fetch_add(1, Ordering::Relaxed) % keys.ders.len();
                SigningKey::from_new_pkcs8(algorithm, &keys.ders[index])
            }
            Self::Fixed(_) | Self::Fresh => SigningKey::generate_in_background(algorithm).await,
        }
    }
}
