//! Makes RSA keys ahead of need and seals them, so that neither a new pool nor a rotation waits for one.

use crate::crypto::signing::SigningAlgorithm;
use crate::flows::{Deps, Error};
use crate::storage::{SpareKey, StorageError, Tx};

/// Spares kept: enough for two new pools or rotations at once, until more are made.
const KEPT: u64 = 4;
/// The algorithm of new pools, and the only one in use whose keys take long to make.
const ALGORITHM: SigningAlgorithm = SigningAlgorithm::Rs256;

/// Makes one if one is missing; answers how many were made.
pub(super) async fn make_one(deps: &Deps) -> Result<u64, Error> {
    let name = ALGORITHM.name();
    if !deps.key_source.is_slow(ALGORITHM) || deps.storage.read().spare_keys().count(name).await? >= KEPT {
        return Ok(0);
    }
    let key = deps.key_source.next(ALGORITHM).await.map_err(|_| Error::Internal("no signing key could be made"))?;
    let spare = SpareKey {
        kid: key.kid().to_owned(),
        alg: name.to_owned(),
        private_der: key.to_pkcs8().map_err(|_| Error::Internal("a signing key that cannot be written"))?,
        created_at: deps.now(),
    };
    deps.storage.unit::<_, StorageError>(async |tx: &Tx| tx.spare_keys().add(&spare).await).await?;
    Ok(1)
}
