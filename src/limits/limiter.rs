//! Keeps the limits in the database, exact over nodes: compare-and-swap on the bucket's row, each step committed.

use crate::domain::clock::Micros;
use crate::limits::{Limit, Tally, Verdict};
use crate::meters;
use crate::storage::{AttemptBucket, Storage, StorageError};

/// Times that a lost race for a bucket is run again before the attempt is refused for the moment.
const RACES: usize = 64;

/// An attempt that was reserved.
#[derive(Debug)]
#[must_use = "an attempt is reserved before it is tried; clear it in the transaction of its success"]
pub struct Reservation {
    bucket: String,
    before: Option<AttemptBucket>,
    after: AttemptBucket,
}

impl Reservation {
    /// The bucket to clear in the transaction of the success.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }
}

/// The limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When to try again; `None`: not until the bucket is cleared by recovery or an admin.
    pub retry_at: Option<Micros>,
}

/// The limiter.
#[derive(Clone, Debug)]
pub struct Limiter {
    storage: Storage,
}

impl Limiter {
    /// A limiter over `storage`.
    pub fn new(storage: Storage) -> Self {
        Self { storage }
    }

    /// Reserves one attempt under `limit` in the bucket named by `key`, a keyed hash.
    pub async fn reserve(
        &self,
        limit: Limit,
        key: &str,
        now: Micros,
    ) -> Result<Result<Reservation, Refused>, StorageError> {
        let bucket = format!("{}:{key}", limit.as_str());
        for _ in 0..RACES {
            let held = self.storage.read().attempts().find(&bucket).await?;
            let tally = match limit.decide(held.as_ref().map(tally_of), now) {
                Verdict::Refuse(retry_at) => {
                    meters::limit_reached(limit.as_str());
                    return Ok(Err(Refused { retry_at }));
                }
                Verdict::Reserve(tally) => tally,
            };
            let after = row(&bucket, tally, limit.forget_at(now));
            let write = async |tx: &crate::storage::Tx| match &held {
                Some(read) => tx.attempts().replace(&after, read).await,
                None => tx.attempts().insert_if_absent(&after).await,
            };
            if self.storage.unit(write).await? {
                return Ok(Ok(Reservation { bucket, before: held, after }));
            }
        }
        Ok(Err(Refused { retry_at: Some(now.plus_secs(1)) }))
    }

    /// Gives an attempt back that was never tried, because the server was too busy to try it.
    pub async fn release(&self, reservation: Reservation) -> Result<(), StorageError> {
        let undo = async |tx: &crate::storage::Tx| match &reservation.before {
            Some(before) => tx.attempts().replace(before, &reservation.after).await,
            None => tx.attempts().remove(&reservation.bucket).await,
        };
        // Whoever reserved meanwhile keeps their count: then this attempt stays counted too.
        self.storage.unit(undo).await.map(|_| ())
    }
}

fn tally_of(bucket: &AttemptBucket) -> Tally {
    Tally {
        failures: bucket.failures,
        consecutive: bucket.consecutive,
        window_started_at: bucket.window_started_at,
        locked_until: bucket.locked_until,
        updated_at: bucket.updated_at,
    }
}

fn row(bucket: &str, tally: Tally, expires_at: Micros) -> AttemptBucket {
    AttemptBucket {
        bucket: bucket.to_owned(),
        failures: tally.failures,
        consecutive: tally.consecutive,
        window_started_at: tally.window_started_at,
        locked_until: tally.locked_until,
        updated_at: tally.updated_at,
        expires_at,
    }
}
