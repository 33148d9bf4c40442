//! The signing keys of SAML: made when the first is needed, exchanged when a test says so.

use std::sync::Arc;

use tokio::sync::Mutex;

use crate::crypto::saml::ServiceKey;
use crate::crypto::signing::{KeySource, SigningAlgorithm};
use crate::domain::clock::Micros;

/// The keys that the metadata name, the newest first, each with its private half to know it by.
#[derive(Default)]
pub(in crate::simulator) struct Keys(Mutex<Vec<(Vec<u8>, Arc<ServiceKey>)>>);

impl Keys {
    /// All that are published; the first signs. None where no key can be made.
    pub(super) async fn published(&self, source: &KeySource, now: Micros) -> Vec<Arc<ServiceKey>> {
        let mut published = self.0.lock().await;
        if published.is_empty() {
            published.extend(fresh(source, now).await);
        }
        published.iter().map(|(_, key)| key.clone()).collect()
    }

    /// A key that is not published.
    pub(super) async fn stranger(&self, source: &KeySource, now: Micros) -> Option<Arc<ServiceKey>> {
        self.unknown(source, now).await.map(|(_, key)| key)
    }

    async fn unknown(&self, source: &KeySource, now: Micros) -> Option<(Vec<u8>, Arc<ServiceKey>)> {
        self.published(source, now).await;
        let published = self.0.lock().await;
        loop {
            let (private, key) = fresh(source, now).await?;
            // A source of fixed keys hands them out again.
            if published.iter().all(|(known, _)| *known != private) {
                return Some((private, key));
            }
        }
    }

    /// Puts a new key before the old ones, or in their place.
    pub(in crate::simulator) async fn rotate(&self, source: &KeySource, now: Micros, forgets: bool) {
        let Some(new) = self.unknown(source, now).await else { return };
        let mut published = self.0.lock().await;
        if forgets {
            published.clear();
        }
        published.insert(0, new);
    }
}

async fn fresh(source: &KeySource, now: Micros) -> Option<(Vec<u8>, Arc<ServiceKey>)> {
    let private = source.next(SigningAlgorithm::Rs256).await.ok()?.to_pkcs8().ok()?;
    let key = ServiceKey::certified(&private, super::NAME, now).ok()?;
    Some((private.to_vec(), Arc::new(key)))
}
