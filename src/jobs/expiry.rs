//! Deletes what is over, in small batches. Hygiene, never correctness: every read checks expiry for itself.

use crate::flows::{Deps, Error};
use crate::storage::{StorageError, Tx};

/// Rows of one table deleted in one transaction.
const BATCH: u64 = 500;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// Deletes one batch of each short-lived table, and of the events that are older than `event_days`, where these have an
/// end; answers how many rows went.
pub(super) async fn delete_over(deps: &Deps, event_days: Option<u32>) -> Result<u64, Error> {
    let now = deps.now();
    let over = deps.storage.unit(async |tx: &Tx| tx.expiry().delete_expired(now, BATCH).await).await?;
    let Some(days) = event_days else { return Ok(over) };
    let oldest = now.plus_secs(-i64::from(days) * DAY);
    let delete = async |tx: &Tx| -> Result<u64, StorageError> { tx.expiry().delete_events(oldest, BATCH).await };
    Ok(over + deps.storage.unit(delete).await?)
}
