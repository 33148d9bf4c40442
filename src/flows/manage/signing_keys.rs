//! A pool's signing keys: listed, rotated in phases, or withdrawn at once.
//!
//! ```text
//! rotate ──announced──► signs ──its successor signs──► retired ──a day──► gone
//!        10 minutes                                    still published, still verifies
//! ```
//!
//! The times are written at the rotation; every node reads the phase off them, so that nobody has to move anything on.

use serde_json::json;

use crate::crypto::signing::SigningAlgorithm;
use crate::domain::client::ClientSettings;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::signing_key::{ANNOUNCED_SECS, KeyPhase, KeyTimes, KeyUse};
use crate::flows::{Deps, Error, events, keys};
use crate::storage::{StorageError, StoredSigningKey, Transient, Tx};

/// How keys are exchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rotation {
    /// The new ones are announced first and the old ones verify to the end: nobody notices.
    #[default]
    Announced,
    /// For keys that were stolen: all present keys are worth nothing from this moment, and whoever keeps the published
    /// keys refuses new tokens until they ask again. Refresh tokens go on.
    Now,
}

/// How a rotation ends.
#[derive(Debug)]
pub enum RotationOutcome {
    /// Done: the pool's keys as they are now.
    Done(Vec<KeyView>),
    /// There is no such pool.
    NotFound,
    /// A rotation is under way: its keys begin to sign then.
    UnderWay(Micros),
    /// Somebody else rotated at the same time.
    Concurrent,
}

/// What may be shown of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    /// Its id.
    pub kid: String,
    /// What it signs.
    pub use_: KeyUse,
    /// The algorithm (RFC 7518 §3.1).
    pub alg: String,
    /// Where it is in its life.
    pub phase: KeyPhase,
    /// When it passes from phase to phase.
    pub times: KeyTimes,
    /// When it was made.
    pub created_at: Micros,
}

/// The pool's keys, the oldest first; `None`: there is no such pool.
pub async fn list(deps: &Deps, pool: &PoolId) -> Result<Option<Vec<KeyView>>, Error> {
    let repos = deps.storage.read();
    if repos.pools().find(pool).await?.is_none() {
        return Ok(None);
    }
    let now = deps.now();
    Ok(Some(repos.signing_keys().list(pool).await?.iter().map(|key| view(key, now)).collect()))
}

/// Rotates the keys of a pool.
pub async fn rotate(deps: &Deps, pool: &PoolId, rotation: Rotation) -> Result<RotationOutcome, Error> {
    let repos = deps.storage.read();
    if repos.pools().find(pool).await?.is_none() {
        return Ok(RotationOutcome::NotFound);
    }
    let now = deps.now();
    let present: Vec<_> =
        repos.signing_keys().list(pool).await?.into_iter().filter(|key| key.times.phase(now).is_published()).collect();
    if rotation == Rotation::Announced
        && let Some(next) = present.iter().find(|key| key.times.phase(now) == KeyPhase::Announced)
    {
        return Ok(RotationOutcome::UnderWay(next.times.signs_at));
    }
    let signs_at = match rotation {
        Rotation::Announced => now.plus_secs(ANNOUNCED_SECS),
        Rotation::Now => now,
    };
    let mut fresh = Vec::new();
    for (use_, algorithm) in kinds(&present)? {
        let key = keys::take_new(deps, algorithm).await?;
        fresh.push(keys::stored(&key, use_, pool, (now, KeyTimes::from(signs_at)))?);
    }
    let ended = |key: &StoredSigningKey| match rotation {
        Rotation::Announced if key.times.retires_at.is_some() => key.times,
        Rotation::Announced => key.times.succeeded_at(signs_at),
        Rotation::Now => key.times.withdrawn_at(now),
    };
    let detail = json!({ "signs_at": signs_at.secs(), "withdrawn": rotation == Rotation::Now });
    let event = events::of_pool(deps, EventName::SigningKeysRotated, pool, detail);
    let write = async |tx: &Tx| -> Result<(), Undone> {
        for key in &present {
            if !tx.signing_keys().set_end(&key.kid, key.times, ended(key)).await? {
                return Err(Undone::Overtaken);
            }
        }
        for key in &fresh {
            tx.signing_keys().add(key).await?;
        }
        Ok(tx.events().add(&event).await?)
    };
    let written = deps.storage.unit(write).await;
    deps.keys.forget(pool);
    match written {
        Ok(()) => Ok(RotationOutcome::Done(list(deps, pool).await?.unwrap_or_default())),
        Err(Undone::Overtaken) => Ok(RotationOutcome::Concurrent),
        Err(Undone::Failed(error)) => Err(error.into()),
    }
}

/// Why nothing of a rotation was written: all keys end together or none does.
enum Undone {
    Overtaken,
    Failed(StorageError),
}

impl From<StorageError> for Undone {
    fn from(error: StorageError) -> Self {
        Self::Failed(error)
    }
}

impl Transient for Undone {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Failed(error) if error.is_transient())
    }
}

/// Sees to it that the pool has keys for what the settings of a client ask for: the first key of an algorithm is announced
/// before it signs, like every other, unless `rotation` is [`Rotation::Now`].
pub async fn prepare(deps: &Deps, pool: &PoolId, settings: &ClientSettings, rotation: Rotation) -> Result<(), Error> {
    let now = deps.now();
    let present = deps.storage.read().signing_keys().list(pool).await?;
    let signs_at = match rotation {
        Rotation::Announced => now.plus_secs(ANNOUNCED_SECS),
        Rotation::Now => now,
    };
    let mut fresh = Vec::new();
    for use_ in [KeyUse::Id, KeyUse::Access] {
        let algorithm = settings.algorithm(use_);
        let serves = |key: &&StoredSigningKey| {
            key.use_ == use_
                && key.alg == algorithm.name()
                && key.times.retires_at.is_none()
                && key.times.signs_at <= signs_at
        };
        if present.iter().find(serves).is_none() {
            let key = keys::take_new(deps, algorithm).await?;
            fresh.push(keys::stored(&key, use_, pool, (now, KeyTimes::from(signs_at)))?);
        }
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let detail =
        json!({ "signs_at": signs_at.secs(), "algorithms": fresh.iter().map(|key| &key.alg).collect::<Vec<_>>() });
    let event = events::of_pool(deps, EventName::SigningKeysRotated, pool, detail);
    let write = async |tx: &Tx| -> Result<(), StorageError> {
        for key in &fresh {
            tx.signing_keys().add(key).await?;
        }
        tx.events().add(&event).await
    };
    deps.storage.unit(write).await?;
    deps.keys.forget(pool);
    Ok(())
}

/// Whether the pool wants its keys exchanged by now; never while a rotation is under way.
pub async fn is_due(deps: &Deps, pool: &Pool) -> Result<bool, Error> {
    let Some(days) = pool.settings.signing_key_rotation_days else { return Ok(false) };
    let now = deps.now();
    let present = deps.storage.read().signing_keys().list(&pool.id).await?;
    let newest = present.iter().map(|key| key.times.signs_at).max();
    Ok(newest.is_some_and(|at| at.plus_secs(i64::from(days) * 24 * 3600) <= now))
}

/// What the present keys sign and how, and the default that every pool needs: each of these gets a new key.
fn kinds(present: &[StoredSigningKey]) -> Result<Vec<(KeyUse, SigningAlgorithm)>, Error> {
    let mut kinds = [KeyUse::Id, KeyUse::Access].map(|use_| (use_, SigningAlgorithm::default())).to_vec();
    for key in present {
        let algorithm =
            SigningAlgorithm::from_name(&key.alg).ok_or(Error::Internal("a signing key of an unknown algorithm"))?;
        if !kinds.contains(&(key.use_, algorithm)) {
            kinds.push((key.use_, algorithm));
        }
    }
    Ok(kinds)
}

fn view(key: &StoredSigningKey, now: Micros) -> KeyView {
    KeyView {
        kid: key.kid.clone(),
        use_: key.use_,
        alg: key.alg.clone(),
        phase: key.times.phase(now),
        times: key.times,
        created_at: key.created_at,
    }
}
