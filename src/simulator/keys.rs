//! The keys of OpenID Connect: made when the first is needed, exchanged when a test says so.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::crypto::signing::{KeySource, SigningAlgorithm, SigningError, SigningKey};

/// The algorithms whose keys are published.
pub(super) const ALGORITHMS: [SigningAlgorithm; 2] = [SigningAlgorithm::Rs256, SigningAlgorithm::Es256];

/// The keys, the newest of each algorithm first.
pub(super) struct Keys {
    source: KeySource,
    published: Mutex<Vec<Arc<SigningKey>>>,
}

impl Keys {
    pub(super) fn new(source: KeySource) -> Self {
        Self { source, published: Mutex::default() }
    }

    /// Where new ones come from.
    pub(super) fn source(&self) -> &KeySource {
        &self.source
    }

    /// All that are published.
    pub(super) async fn published(&self) -> Result<Vec<Arc<SigningKey>>, SigningError> {
        let mut published = self.published.lock().await;
        if published.is_empty() {
            *published = self.fresh().await?;
        }
        Ok(published.clone())
    }

    /// The one that signs.
    pub(super) async fn current(&self, algorithm: SigningAlgorithm) -> Result<Arc<SigningKey>, SigningError> {
        let published = self.published().await?;
        published.into_iter().find(|key| key.algorithm() == algorithm).ok_or(SigningError::KeyRejected(algorithm))
    }

    /// A key that is not published.
    pub(super) async fn stranger(&self, algorithm: SigningAlgorithm) -> Result<SigningKey, SigningError> {
        let published = self.published().await?;
        loop {
            let key = self.source.next(algorithm).await?;
            // A source of fixed keys hands them out again.
            if published.iter().all(|known| known.kid() != key.kid()) {
                return Ok(key);
            }
        }
    }

    /// Puts new keys before the old ones, or in their place.
    pub(super) async fn rotate(&self, forgets: bool) -> Result<(), SigningError> {
        let mut published = self.published.lock().await;
        let old = if forgets { Vec::new() } else { std::mem::take(&mut *published) };
        *published = self.fresh().await?;
        published.extend(old);
        Ok(())
    }

    async fn fresh(&self) -> Result<Vec<Arc<SigningKey>>, SigningError> {
        let mut fresh = Vec::with_capacity(ALGORITHMS.len());
        for algorithm in ALGORITHMS {
            fresh.push(Arc::new(self.source.next(algorithm).await?));
        }
        Ok(fresh)
    }
}
