//! Pools and clients by id, kept for a few seconds so that no request pays for reading them twice.
//!
//! A change made on this node is seen at once; one made on another within four seconds (DESIGN.md §5, Nodes).

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use tracing::warn;

use crate::domain::client::{Client, ClientId};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::theme::{FooterLink, Theme};
use crate::i18n::Layer;
use crate::storage::{Storage, StorageError};

/// The longest time for which another node's change may go unseen.
const STALE: Duration = Duration::from_secs(4);
/// Most entries kept of each kind.
const CAPACITY: u64 = 10_000;
/// Most kilobytes of pools' own words kept.
const WORDS_KILOBYTES: u64 = 16 * 1024;

/// The caches.
#[derive(Clone, Debug)]
pub struct Directory {
    storage: Storage,
    pools: Cache<PoolId, Arc<Pool>>,
    clients: Cache<ClientId, Arc<Client>>,
    looks: Cache<PoolId, Arc<Look>>,
    words: Cache<PoolId, Words>,
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
    pub fn new(storage: Storage) -> Self {
        Self {
            storage,
            pools: Cache::builder().max_capacity(CAPACITY).time_to_live(STALE).build(),
            clients: Cache::builder().max_capacity(CAPACITY).time_to_live(STALE).build(),
            looks: Cache::builder().max_capacity(CAPACITY).time_to_live(STALE).build(),
            words: Cache::builder()
                .weigher(|_, words: &Words| weight(words))
                .max_capacity(WORDS_KILOBYTES)
                .time_to_live(STALE)
                .build(),
        }
    }

    /// The pool `id`. Unknown ids are not remembered: a stranger must not fill the cache.
    pub async fn pool(&self, id: &PoolId) -> Result<Option<Arc<Pool>>, StorageError> {
        if let Some(pool) = self.pools.get(id).await {
            return Ok(Some(pool));
        }
        let Some(pool) = self.storage.read().pools().find(id).await?.map(Arc::new) else { return Ok(None) };
        self.pools.insert(id.clone(), pool.clone()).await;
        Ok(Some(pool))
    }

    /// The client `id`, of whichever pool.
    pub async fn client(&self, id: &ClientId) -> Result<Option<Arc<Client>>, StorageError> {
        if let Some(client) = self.clients.get(id).await {
            return Ok(Some(client));
        }
        let Some(client) = self.storage.read().clients().find(id).await?.map(Arc::new) else { return Ok(None) };
        self.clients.insert(id.clone(), client.clone()).await;
        Ok(Some(client))
    }

    /// The client `id` with its pool.
    pub async fn client_and_pool(&self, id: &ClientId) -> Result<Option<(Arc<Client>, Arc<Pool>)>, StorageError> {
        let Some(client) = self.client(id).await? else { return Ok(None) };
        Ok(self.pool(&client.pool).await?.map(|pool| (client, pool)))
    }

    /// The look of a pool that exists.
    pub async fn look(&self, pool: &PoolId) -> Result<Arc<Look>, StorageError> {
        if let Some(look) = self.looks.get(pool).await {
            return Ok(look);
        }
        let stored = self.storage.read().themes().find(pool).await?;
        let look = stored.map(|theme| {
            // A document that cannot be read costs the links, never the page.
            let footer = serde_json::from_str::<Theme>(&theme.document).unwrap_or_default().footer;
            Look { css_hash: theme.css_hash, logo_hash: theme.logo_hash, footer }
        });
        let look = Arc::new(look.unwrap_or_default());
        self.looks.insert(pool.clone(), look.clone()).await;
        Ok(look)
    }

    /// What a pool that exists says in its own words. What cannot be read (a message that the product no longer has is no
    /// obstacle) is left out: the product's words stand in its place.
    pub async fn words(&self, pool: &PoolId) -> Result<Words, StorageError> {
        if let Some(words) = self.words.get(pool).await {
            return Ok(words);
        }
        let stored = self.storage.read().wordings().list(pool).await?;
        let layers = stored.iter().filter_map(|wording| {
            let layer = Layer::parse(wording.language.parse().ok()?, &wording.source);
            layer
                .inspect_err(|why| warn!(%pool, language = wording.language, %why, "a wording that cannot be read"))
                .ok()
        });
        let words: Words = layers.map(Arc::new).collect();
        self.words.insert(pool.clone(), words.clone()).await;
        Ok(words)
    }

    /// Forgets the words of a pool that were changed here.
    pub async fn forget_words(&self, id: &PoolId) {
        self.words.invalidate(id).await;
    }

    /// Forgets the look of a pool that was changed here.
    pub async fn forget_theme(&self, id: &PoolId) {
        self.looks.invalidate(id).await;
    }

    /// Forgets a pool that was changed here.
    pub async fn forget_pool(&self, id: &PoolId) {
        self.pools.invalidate(id).await;
    }

    /// Forgets a client that was changed here.
    pub async fn forget_client(&self, id: &ClientId) {
        self.clients.invalidate(id).await;
    }

    /// Forgets everything: what a deleted pool leaves behind.
    pub fn forget_all(&self) {
        self.pools.invalidate_all();
        self.clients.invalidate_all();
        self.looks.invalidate_all();
        self.words.invalidate_all();
    }
}

/// What a pool's words weigh in the cache, in kilobytes; one at least, so that pools without any are bounded too.
fn weight(words: &Words) -> u32 {
    let bytes: usize = words.iter().map(|layer| layer.size()).sum();
    u32::try_from(bytes / 1024 + 1).unwrap_or(u32::MAX)
}
