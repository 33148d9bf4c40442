//! The signing keys of pools, parsed once and kept; new ones made off the async workers.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;

use crate::crypto::signing::{KeySource, SigningAlgorithm, SigningKey};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::signing_key::{KeyPhase, KeyUse};
use crate::flows::Error;
use crate::storage::{Storage, StoredSigningKey};

/// The longest time for which another node's change may go unseen.
const STALE: Duration = Duration::from_secs(4);

/// A stored key, ready to sign and to verify.
#[derive(Debug)]
pub struct PoolKey {
    /// What it signs.
    pub use_: KeyUse,
    /// Where it is in its life.
    pub phase: KeyPhase,
    /// The key.
    pub key: SigningKey,
}

/// Parsed keys by pool.
#[derive(Clone, Debug)]
pub struct Keys {
    storage: Storage,
    parsed: Cache<PoolId, Arc<Vec<Arc<PoolKey>>>>,
}

impl Keys {
    /// An empty cache over `storage`.
    pub fn new(storage: Storage) -> Self {
        Self { storage, parsed: Cache::builder().max_capacity(10_000).time_to_live(STALE).build() }
    }

    /// The keys of a pool that are not gone.
    pub async fn of(&self, pool: &PoolId) -> Result<Arc<Vec<Arc<PoolKey>>>, Error> {
        if let Some(keys) = self.parsed.get(pool).await {
            return Ok(keys);
        }
        let stored = self.storage.read().signing_keys().list(pool).await?;
        let live = stored.iter().filter(|key| key.phase != KeyPhase::Gone);
        let keys = Arc::new(live.map(parse).collect::<Result<Vec<_>, Error>>()?);
        if !keys.is_empty() {
            self.parsed.insert(pool.clone(), keys.clone()).await;
        }
        Ok(keys)
    }

    /// The key with which tokens of `use_` are signed now.
    pub async fn signing(&self, pool: &PoolId, use_: KeyUse) -> Result<Arc<PoolKey>, Error> {
        let keys = self.of(pool).await?;
        let found = keys.iter().find(|key| key.use_ == use_ && key.phase == KeyPhase::Signing).cloned();
        found.ok_or(Error::Internal("a pool without a signing key"))
    }

    /// The keys under which tokens of `use_` may hold: announced ones sign on other nodes already, retired ones did.
    pub async fn verifying(&self, pool: &PoolId, use_: KeyUse) -> Result<Vec<Arc<PoolKey>>, Error> {
        Ok(self.of(pool).await?.iter().filter(|key| key.use_ == use_).cloned().collect())
    }

    /// Forgets the keys of a pool.
    pub async fn forget(&self, pool: &PoolId) {
        self.parsed.invalidate(pool).await;
    }
}

fn parse(stored: &StoredSigningKey) -> Result<Arc<PoolKey>, Error> {
    let algorithm =
        SigningAlgorithm::from_name(&stored.alg).ok_or(Error::Internal("a signing key of an unknown algorithm"))?;
    let key = SigningKey::from_pkcs8(&stored.kid, algorithm, &stored.private_der)
        .map_err(|_| Error::Internal("a signing key that cannot be read"))?;
    Ok(Arc::new(PoolKey { use_: stored.use_, phase: stored.phase, key }))
}

/// Makes the two keys of a new pool: ID and access tokens are signed by different ones (`cognito.md` §13 trap 5).
pub(crate) async fn make(source: &KeySource, pool: &PoolId, now: Micros) -> Result<[StoredSigningKey; 2], Error> {
    let next = || source.next(SigningAlgorithm::Rs256);
    let failed = |_| Error::Internal("no signing key could be made");
    let (id, access) = futures_util::future::try_join(next(), next()).await.map_err(failed)?;
    Ok([stored(&id, KeyUse::Id, pool, now)?, stored(&access, KeyUse::Access, pool, now)?])
}

fn stored(key: &SigningKey, use_: KeyUse, pool: &PoolId, now: Micros) -> Result<StoredSigningKey, Error> {
    Ok(StoredSigningKey {
        kid: key.kid().to_owned(),
        pool: pool.clone(),
        use_,
        alg: key.algorithm().name().to_owned(),
        phase: KeyPhase::Signing,
        private_der: key.to_pkcs8().map_err(|_| Error::Internal("a signing key that cannot be written"))?,
        public_jwk: key.public_jwk(),
        created_at: now,
    })
}

/// The JWKS document of a pool: public halves only.
pub async fn jwks(keys: &Keys, pool: &PoolId) -> Result<serde_json::Value, Error> {
    let public: Vec<serde_json::Value> = keys.of(pool).await?.iter().map(|key| key.key.public_jwk()).collect();
    Ok(serde_json::json!({ "keys": public }))
}
