//! Keeps the limits in the database, exact over nodes: compare-and-swap on the bucket's row, each step committed.

use crate::domain::clock::Micros;
use crate::domain::event::Event;
use crate::limits::{Budgets, Limit, Tally, Verdict};
use crate::meters;
use crate::storage::{Alone, AttemptBucket, Storage, StorageError, Transient, Tx};

/// Times that a lost race for a bucket is run again before the attempt is refused for the moment.
const RACES: usize = 64;

/// An attempt that was reserved.
#[derive(Debug)]
#[must_use = "an attempt is reserved before it is tried; clear it in the transaction of its success"]
pub struct Reservation {
    bucket: String,
    earlier: u32,
}

impl Reservation {
    /// The bucket to clear in the transaction of the success.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// Attempts that were reserved right before this one and did not succeed.
    pub fn earlier(&self) -> u32 {
        self.earlier
    }
}

/// The limit is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When to try again; `None`: not until the bucket is cleared by recovery or an admin.
    pub retry_at: Option<Micros>,
}

/// One of several things that are reserved together.
#[derive(Clone, Copy, Debug)]
pub struct Ask<'a> {
    /// Under which limit.
    pub limit: Limit,
    /// In which bucket, a keyed hash.
    pub key: &'a str,
    /// Written when this takes the last that there is.
    pub at_last: Option<&'a Event>,
}

/// Why several things were not reserved.
#[derive(Debug)]
enum Lost {
    /// Somebody else changed a bucket.
    Race,
    Storage(StorageError),
}

impl From<StorageError> for Lost {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl Transient for Lost {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Storage(error) if error.is_transient())
    }
}

/// The limiter.
#[derive(Clone, Debug)]
pub struct Limiter {
    storage: Storage,
    budgets: Budgets,
}

impl Limiter {
    /// A limiter over `storage`.
    pub fn new(storage: Storage, budgets: Budgets) -> Self {
        Self { storage, budgets }
    }

    /// What the operator allows.
    pub fn budgets(&self) -> Budgets {
        self.budgets
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
            let tally = match limit.decide(held.as_ref().map(tally_of), now, self.budgets) {
                Verdict::Refuse(retry_at) => {
                    meters::limit_reached(limit.as_str());
                    return Ok(Err(Refused { retry_at }));
                }
                Verdict::Reserve(tally) => tally,
            };
            let after = row(&bucket, tally, limit.forget_at(&tally, now, self.budgets));
            let write = async |one: Alone<'_>| match &held {
                Some(read) => one.attempts().replace(&after, read).await,
                None => one.attempts().insert_if_absent(&after).await,
            };
            if self.storage.alone(write).await? {
                let earlier = u32::try_from(tally.failures.saturating_sub(1)).unwrap_or_default();
                return Ok(Ok(Reservation { bucket, earlier }));
            }
        }
        Ok(Err(Refused { retry_at: Some(now.plus_secs(1)) }))
    }

    /// Reserves all of these in one transaction, or none; the first that is refused says which limit it was.
    pub async fn reserve_all(
        &self,
        asks: &[Ask<'_>],
        now: Micros,
    ) -> Result<Result<(), (Limit, Refused)>, StorageError> {
        for _ in 0..RACES {
            let mut changes = Vec::with_capacity(asks.len());
            for ask in asks {
                let bucket = format!("{}:{}", ask.limit.as_str(), ask.key);
                let held = self.storage.read().attempts().find(&bucket).await?;
                match ask.limit.decide(held.as_ref().map(tally_of), now, self.budgets) {
                    Verdict::Refuse(retry_at) => {
                        meters::limit_reached(ask.limit.as_str());
                        return Ok(Err((ask.limit, Refused { retry_at })));
                    }
                    Verdict::Reserve(tally) => {
                        let most = ask.limit.window(self.budgets).map(|(most, _)| most);
                        let event = ask.at_last.filter(|_| most == Some(tally.failures));
                        let forget_at = ask.limit.forget_at(&tally, now, self.budgets);
                        changes.push((held, row(&bucket, tally, forget_at), event));
                    }
                }
            }
            let write = async |tx: &Tx| -> Result<(), Lost> {
                for (held, after, event) in &changes {
                    let is_written = match held {
                        Some(read) => tx.attempts().replace(after, read).await?,
                        None => tx.attempts().insert_if_absent(after).await?,
                    };
                    if !is_written {
                        return Err(Lost::Race);
                    }
                    if let Some(event) = event {
                        tx.events().add(event).await?;
                    }
                }
                Ok(())
            };
            match self.storage.unit(write).await {
                Ok(()) => return Ok(Ok(())),
                Err(Lost::Race) => {}
                Err(Lost::Storage(error)) => return Err(error),
            }
        }
        let busy = Refused { retry_at: Some(now.plus_secs(1)) };
        Ok(asks.first().map_or(Ok(()), |ask| Err((ask.limit, busy))))
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
