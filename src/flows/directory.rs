//! Pools and clients by id, kept as long as nothing changes so that no request pays for reading them twice.
//!
//! Each entry carries the version of the configuration that was current before it was read, and is worth nothing under
//! another. So a change made on this node is seen at once, one made on another within a second ([`Versions`]). What is
//! not there is never remembered: what another node made a moment ago is found at once.

use std::sync::Arc;

use tracing::warn;

use crate::domain::client::{Client, ClientId};
use crate::domain::passkey::PasskeyPolicy;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::{MOST_PROVIDERS, Provider};
use crate::domain::theme::{FooterLink, Theme};
use crate::flows::versioned::Versioned;
use crate::flows::versions::Versions;
use crate::i18n::Layer;
use crate::storage::{Storage, StorageError};

/// Most kilobytes of pools' own words kept.
const WORDS_KILOBYTES: u64 = 16 * 1024;
/// The key of what is kept of all pools together.
const ALL_POOLS: &str = "";
/// Pools read at a time.
const BATCH: u64 = 200;

/// The caches.
#[derive(Clone, Debug)]
pub struct Directory {
    storage: Storage,
    pools: Versioned<Pool>,
    clients: Versioned<Client>,
    looks: Versioned<Look>,
    words: Versioned<Words>,
    passkeys: Versioned<Vec<PasskeyPolicy>>,
    providers: Versioned<Vec<Arc<Provider>>>,
}

/// What a pool says in its own words, one layer for each language.
pub type Words = Arc<[Arc<Layer>]>;

/// The addresses of a pool's own look; empty where it has none.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// Hash of its style sheet.
    pub css_hash: String,
    /// Hash of its logo.
    pub logo_hash: String,
    /// Links below its pages.
    pub footer: Vec<FooterLink>,
}

impl Directory {
    /// Empty caches over `storage`.
    pub fn new(storage: Storage, versions: Versions) -> Self {
        Self {
            storage,
            pools: Versioned::new(versions.clone()),
            clients: Versioned::new(versions.clone()),
            looks: Versioned::new(versions.clone()),
            words: Versioned::weighing(versions.clone(), WORDS_KILOBYTES, weight),
            passkeys: Versioned::new(versions.clone()),
            providers: Versioned::new(versions),
        }
    }

    /// The pool `id`. Unknown ids are not remembered: a stranger must not fill the cache, and another node may make it.
    pub async fn pool(&self, id: &PoolId) -> Result<Option<Arc<Pool>>, StorageError> {
        self.pools.find(id.as_str(), async || self.storage.read().pools().find(id).await).await
    }

    /// The client `id`, of whichever pool.
    pub async fn client(&self, id: &ClientId) -> Result<Option<Arc<Client>>, StorageError> {
        self.clients.find(id.as_str(), async || self.storage.read().clients().find(id).await).await
    }

    /// The client `id` with its pool.
    pub async fn client_and_pool(&self, id: &ClientId) -> Result<Option<(Arc<Client>, Arc<Pool>)>, StorageError> {
        let Some(client) = self.client(id).await? else { return Ok(None) };
        Ok(self.pool(&client.pool).await?.map(|pool| (client, pool)))
    }

    /// The look of a pool that exists.
    pub async fn look(&self, pool: &PoolId) -> Result<Arc<Look>, StorageError> {
        let read = async || {
            let stored = self.storage.read().themes().find(pool).await?;
            let look = stored.map(|theme| {
                // A document that cannot be read costs the links, never the page.
                let footer = serde_json::from_str::<Theme>(&theme.document).unwrap_or_default().footer;
                Look { css_hash: theme.css_hash, logo_hash: theme.logo_hash, footer }
            });
            Ok(look.unwrap_or_default())
        };
        self.looks.get(pool.as_str(), read).await
    }

    /// The upstream providers of a pool that exists, in the order of their names.
    pub async fn providers(&self, pool: &PoolId) -> Result<Arc<Vec<Arc<Provider>>>, StorageError> {
        let read = async || {
            let stored = self.storage.read().providers().list(pool, None, MOST_PROVIDERS).await?;
            Ok(stored.into_iter().map(Arc::new).collect())
        };
        self.providers.get(pool.as_str(), read).await
    }

    /// What a pool that exists says in its own words. What cannot be read (a message that the product no longer has is no
    /// obstacle) is left out: the product's words stand in its place.
    pub async fn words(&self, pool: &PoolId) -> Result<Words, StorageError> {
        let words = self.words.get(pool.as_str(), async || self.read_words(pool).await).await?;
        Ok(Words::clone(&words))
    }

    async fn read_words(&self, pool: &PoolId) -> Result<Words, StorageError> {
        let stored = self.storage.read().wordings().list(pool).await?;
        let layers = stored.iter().filter_map(|wording| {
            let layer = Layer::parse(wording.language.parse().ok()?, &wording.source);
            layer
                .inspect_err(|why| warn!(%pool, language = wording.language, %why, "a wording that cannot be read"))
                .ok()
        });
        Ok(layers.map(Arc::new).collect())
    }

    /// What those pools ask of passkeys that let pages of other origins use theirs.
    pub async fn passkeys_of_other_origins(&self) -> Result<Arc<Vec<PasskeyPolicy>>, StorageError> {
        self.passkeys.get(ALL_POOLS, async || self.read_passkeys().await).await
    }

    async fn read_passkeys(&self) -> Result<Vec<PasskeyPolicy>, StorageError> {
        let mut policies = Vec::new();
        let mut after: Option<PoolId> = None;
        loop {
            let batch = self.storage.read().pools().list(after.as_ref().map(PoolId::as_str), BATCH).await?;
            after = batch.last().map(|pool| pool.id.clone());
            let lists = |policy: &PasskeyPolicy| !policy.related_origins.is_empty();
            policies.extend(batch.into_iter().map(|pool| pool.settings.passkeys).filter(lists));
            if after.is_none() {
                break;
            }
        }
        Ok(policies)
    }

    /// Forgets the words of a pool that were changed here.
    pub fn forget_words(&self, id: &PoolId) {
        self.words.forget(id.as_str());
    }

    /// Forgets the upstream providers of a pool of which one was changed here.
    pub fn forget_providers(&self, id: &PoolId) {
        self.providers.forget(id.as_str());
    }

    /// Forgets the look of a pool that was changed here.
    pub fn forget_theme(&self, id: &PoolId) {
        self.looks.forget(id.as_str());
    }

    /// Forgets a pool that was changed here.
    pub fn forget_pool(&self, id: &PoolId) {
        self.pools.forget(id.as_str());
    }

    /// Forgets a client that was changed here.
    pub fn forget_client(&self, id: &ClientId) {
        self.clients.forget(id.as_str());
    }

    /// Forgets everything: what a deleted pool leaves behind.
    pub fn forget_all(&self) {
        self.pools.forget_all();
        self.clients.forget_all();
        self.looks.forget_all();
        self.words.forget_all();
        self.passkeys.forget_all();
        self.providers.forget_all();
    }
}

/// What a pool's words weigh in the cache, in kilobytes; one at least, so that pools without any are bounded too.
fn weight(words: &Words) -> u32 {
    let bytes: usize = words.iter().map(|layer| layer.size()).sum();
    u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX)
}
