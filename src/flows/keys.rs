//! The signing keys of pools, parsed once and kept as long as no configuration changes; new ones made off the async
//! workers, and ahead of need.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::crypto::signing::{SigningAlgorithm, SigningKey};
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::signing_key::{KeyPhase, KeyTimes, KeyUse};
use crate::flows::versioned::Versioned;
use crate::flows::versions::Versions;
use crate::flows::{Deps, Error};
use crate::storage::{Storage, StorageError, StoredSigningKey, Tx};

/// A stored key, ready to sign and to verify.
#[derive(Debug)]
pub struct PoolKey {
    /// What it signs.
    pub use_: KeyUse,
    /// When it passes from phase to phase.
    pub times: KeyTimes,
    /// The key.
    pub key: SigningKey,
}

/// Parsed keys by pool.
#[derive(Clone, Debug)]
pub struct Keys {
    storage: Storage,
    versions: Versions,
    parsed: Versioned<Parsed>,
}

/// The keys of one pool.
#[derive(Debug)]
struct Parsed {
    keys: Vec<Arc<PoolKey>>,
    /// The JWKS document of all of them.
    document: Arc<[u8]>,
    /// The algorithms of all that sign ID tokens.
    id_algorithms: Arc<BTreeSet<SigningAlgorithm>>,
}

impl Parsed {
    fn of(keys: Vec<Arc<PoolKey>>) -> Self {
        let (document, id_algorithms) = (document(&keys), Arc::new(id_algorithms(&keys)));
        Self { keys, document, id_algorithms }
    }
}

impl Keys {
    /// An empty cache over `storage`.
    pub fn new(storage: Storage, versions: Versions) -> Self {
        let parsed = Versioned::new(versions.clone());
        Self { storage, versions, parsed }
    }

    /// The published keys of a pool: all but those that are gone.
    pub async fn of(&self, pool: &PoolId) -> Result<Vec<Arc<PoolKey>>, Error> {
        let now = self.versions.now();
        let parsed = self.all(pool).await?;
        Ok(parsed.keys.iter().filter(|key| key.times.phase(now).is_published()).cloned().collect())
    }

    /// The JWKS document of a pool (RFC 7517 §5): public halves only. `None`: it has no keys, as no pool that exists.
    pub async fn jwks(&self, pool: &PoolId) -> Result<Option<Arc<[u8]>>, Error> {
        let now = self.versions.now();
        let parsed = self.all(pool).await?;
        let Parsed { keys, document: of_all, .. } = &*parsed;
        let is_published = |key: &Arc<PoolKey>| key.times.phase(now).is_published();
        Ok(match keys.iter().all(is_published) {
            _ if keys.is_empty() => None,
            true => Some(of_all.clone()),
            false => Some(document(keys.iter().filter(|key| is_published(key)))),
        })
    }

    /// How ID tokens of a pool are signed, the default first: every algorithm of which there is a published key. The same
    /// `Arc` as long as no key changes.
    pub async fn id_algorithms(&self, pool: &PoolId) -> Result<Arc<BTreeSet<SigningAlgorithm>>, Error> {
        let now = self.versions.now();
        let parsed = self.all(pool).await?;
        let Parsed { keys, id_algorithms: of_all, .. } = &*parsed;
        let is_published = |key: &&Arc<PoolKey>| key.times.phase(now).is_published();
        if keys.iter().all(|key| is_published(&key)) {
            return Ok(of_all.clone());
        }
        Ok(Arc::new(id_algorithms(keys.iter().filter(is_published))))
    }

    /// The key with which tokens of `use_` are signed now for a client of that pool: one of the client's algorithm, or of
    /// the default one as long as the first key of that algorithm is only announced.
    pub async fn signing(&self, client: &Client, use_: KeyUse) -> Result<Arc<PoolKey>, Error> {
        // A node that is cut off from the configuration must not go on issuing by it.
        self.versions.confirmed().await?;
        let now = self.versions.now();
        let parsed = self.all(&client.pool).await?;
        let newest = |algorithm: SigningAlgorithm| {
            let signs = |key: &&Arc<PoolKey>| {
                key.use_ == use_ && key.key.algorithm() == algorithm && key.times.phase(now) == KeyPhase::Signing
            };
            // The newest, should two ever overlap.
            parsed.keys.iter().filter(signs).max_by_key(|key| key.times.signs_at).cloned()
        };
        let found = newest(client.settings.algorithm(use_)).or_else(|| newest(SigningAlgorithm::default()));
        found.ok_or(Error::Internal("a pool without a signing key"))
    }

    /// The keys under which tokens of `use_` may hold: announced ones sign on nodes whose clock is ahead, retired ones
    /// did sign.
    pub async fn verifying(&self, pool: &PoolId, use_: KeyUse) -> Result<Vec<Arc<PoolKey>>, Error> {
        Ok(self.of(pool).await?.into_iter().filter(|key| key.use_ == use_).collect())
    }

    /// Forgets the keys of a pool that were changed here.
    pub fn forget(&self, pool: &PoolId) {
        self.parsed.forget(pool.as_str());
    }

    /// All keys that were not gone when they were read; their phases follow from the moment.
    async fn all(&self, pool: &PoolId) -> Result<Arc<Parsed>, Error> {
        let read = async || {
            let now = self.versions.now();
            let stored = self.storage.read().signing_keys().list(pool).await?;
            let live = stored.iter().filter(|key| key.times.phase(now).is_published());
            let keys = live.map(parse).collect::<Result<Vec<_>, Error>>()?;
            Ok::<_, Error>((!keys.is_empty()).then(|| Parsed::of(keys)))
        };
        Ok(self.parsed.find(pool.as_str(), read).await?.unwrap_or_else(|| Arc::new(Parsed::of(Vec::new()))))
    }
}

fn document<'a>(keys: impl IntoIterator<Item = &'a Arc<PoolKey>>) -> Arc<[u8]> {
    let public: Vec<serde_json::Value> = keys.into_iter().map(|key| key.key.public_jwk()).collect();
    serde_json::json!({ "keys": public }).to_string().into_bytes().into()
}

fn id_algorithms<'a>(keys: impl IntoIterator<Item = &'a Arc<PoolKey>>) -> BTreeSet<SigningAlgorithm> {
    keys.into_iter().filter(|key| key.use_ == KeyUse::Id).map(|key| key.key.algorithm()).collect()
}

fn parse(stored: &StoredSigningKey) -> Result<Arc<PoolKey>, Error> {
    let algorithm =
        SigningAlgorithm::from_name(&stored.alg).ok_or(Error::Internal("a signing key of an unknown algorithm"))?;
    let key = SigningKey::from_pkcs8(&stored.kid, algorithm, &stored.private_der)
        .map_err(|_| Error::Internal("a signing key that cannot be read"))?;
    Ok(Arc::new(PoolKey { use_: stored.use_, times: stored.times, key }))
}

/// Makes the two keys of a new pool: ID and access tokens are signed by different ones (`cognito.md` §13 trap 5).
pub(crate) async fn make(deps: &Deps, pool: &PoolId, now: Micros) -> Result<[StoredSigningKey; 2], Error> {
    let next = || take_new(deps, SigningAlgorithm::Rs256);
    let (id, access) = futures_util::future::try_join(next(), next()).await?;
    let times = KeyTimes::from(now);
    Ok([stored(&id, KeyUse::Id, pool, (now, times))?, stored(&access, KeyUse::Access, pool, (now, times))?])
}

/// A key that was never used: one made ahead of need where there is one, else a new one. Spares are taken in a
/// transaction of their own: should what they are for fail, a key that nobody saw is lost, and another will be made.
pub(crate) async fn take_new(deps: &Deps, algorithm: SigningAlgorithm) -> Result<SigningKey, Error> {
    if deps.key_source.is_slow(algorithm) {
        let take = async |tx: &Tx| tx.spare_keys().take(algorithm.name()).await;
        if let Some(spare) = deps.storage.unit::<_, StorageError>(take).await? {
            let key = SigningKey::from_pkcs8(&spare.kid, algorithm, &spare.private_der);
            return key.map_err(|_| Error::Internal("a spare key that cannot be read"));
        }
    }
    deps.key_source.next(algorithm).await.map_err(|_| Error::Internal("no signing key could be made"))
}

/// A new key as it is stored, made now and with these times.
pub(crate) fn stored(
    key: &SigningKey,
    use_: KeyUse,
    pool: &PoolId,
    (now, times): (Micros, KeyTimes),
) -> Result<StoredSigningKey, Error> {
    Ok(StoredSigningKey {
        kid: key.kid().to_owned(),
        pool: pool.clone(),
        use_,
        alg: key.algorithm().name().to_owned(),
        times,
        private_der: key.to_pkcs8().map_err(|_| Error::Internal("a signing key that cannot be written"))?,
        public_jwk: key.public_jwk(),
        created_at: now,
    })
}
