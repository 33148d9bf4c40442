//! Deletes what is over, in small batches. Hygiene, never correctness: every read checks expiry for itself.

use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// Rows of one table deleted in one transaction.
const BATCH: u64 = 500;

/// Deletes one batch of each short-lived table; answers how many rows went.
pub(super) async fn delete_over(deps: &Deps) -> Result<u64, Error> {
    let now = deps.now();
    Ok(deps.storage.unit(async |tx: &Tx| tx.expiry().delete_expired(now, BATCH).await).await?)
}
