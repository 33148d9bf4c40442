//! The signing keys of pools: whether there is one to sign with, and whether they are exchanged as the pool says.

use super::Finding;
use crate::crypto::signing::{SigningAlgorithm, SigningKey};
use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::signing_key::{KeyPhase, KeyUse};
use crate::flows::{Deps, Error};
use crate::storage::{StorageError, StoredSigningKey};

/// Days by which a rotation may be late: servers rotate every ten minutes, but may be down for a while.
const LATE_DAYS: i64 = 1;

/// A pool without a key that signs now, and keys that are older than the pool wants them to be.
pub(super) async fn examine(deps: &Deps, pool: &Pool) -> Result<Vec<Finding>, Error> {
    let keys = match deps.storage.read().signing_keys().list(&pool.id).await {
        // Which cell does not open is a finding of its own.
        Err(StorageError::Sealed { .. }) => return Ok(Vec::new()),
        keys => keys?,
    };
    let now = deps.now();
    let mut findings = Vec::new();
    for use_ in [KeyUse::Id, KeyUse::Access] {
        if !keys.iter().any(|key| key.use_ == use_ && signs(key, now)) {
            let message = format!(
                "no key signs its {} tokens, so nobody can sign in: `vestibule keys list` shows what there is, `vestibule keys \
                 rotate --now` makes new ones",
                use_.as_str()
            );
            findings.push(Finding::error("no_signing_key", &pool.id, message));
        }
    }
    if let Some(days) = pool.settings.signing_key_rotation_days
        && let Some(newest) = keys.iter().map(|key| key.times.signs_at).max()
        && newest.plus_secs((i64::from(days) + LATE_DAYS) * 86_400) <= now
    {
        let message = format!(
            "its signing keys are older than the {days} days after which they are to be exchanged: no server runs its jobs"
        );
        findings.push(Finding::warning("old_signing_keys", &pool.id, message));
    }
    Ok(findings)
}

/// Every client falls back to the default algorithm, so a pool needs a key of that one.
fn signs(key: &StoredSigningKey, now: Micros) -> bool {
    let algorithm = SigningAlgorithm::default();
    key.times.phase(now) == KeyPhase::Signing
        && key.alg == algorithm.name()
        && SigningKey::from_pkcs8(&key.kid, algorithm, &key.private_der).is_ok()
}
