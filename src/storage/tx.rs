//! Storage as flows hold it: reading, and units of work.
//!
//! A flow owns its transaction. No mail, call, trigger or hashing happens while one is open; on SQLite all others wait
//! for it, and beginning a second one inside the first would wait for itself.
//!
//! **Lock order**, to be kept by every unit of work that writes more than one of these: pool, resource server, client,
//! user (with identifiers and search rows), group, codes, sign-ins, attempts, sessions, grants, outbox, events, and last
//! the version of the configuration, which the unit of work counts up by itself.

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::time::timeout;

use super::bounded::silence;
use super::repos::{Attempts, Grants, Outbox, Repos, Sessions};
use super::statements::StatementCount;
use super::transaction::Transaction;
use super::{Database, StorageError, Transient};
use crate::crypto::ring::KeyRing;
use crate::domain::random::{self, SystemRandom};
use crate::meters;

/// How often a unit of work that lost against another is run again.
const RETRIES: u32 = 5;

/// The database with the ring that opens its sealed values. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Storage {
    database: Database,
    ring: Arc<KeyRing>,
}

impl Storage {
    /// Brings the two together.
    #[must_use]
    pub fn new(database: Database, ring: Arc<KeyRing>) -> Self {
        Self { database, ring }
    }

    /// The database itself.
    #[must_use]
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Repositories that read, each statement for itself. Writing through them is [`StorageError::ReadOnly`].
    #[must_use]
    pub fn read(&self) -> Repos<'_> {
        Repos::reading(&self.database, self.database.longest(), &self.ring)
    }

    /// Runs a unit of work that is one statement: it begins and commits by itself, which spares the database two round trips
    /// of three; on SQLite it shares its commit with what else comes at once. What lost against another transaction is run
    /// again, as in [`Storage::unit`]. A second statement that writes is refused.
    pub async fn alone<T>(
        &self,
        statement: impl AsyncFn(Alone<'_>) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let mut retry = 0;
        loop {
            let is_spent = AtomicBool::new(false);
            let alone = Alone(Repos::alone(&self.database, self.database.longest(), &is_spent, &self.ring));
            // A database that hangs must not hang its callers.
            let bounded = timeout(self.database.longest(), statement(alone));
            match bounded.await.unwrap_or_else(|_| Err(silence().into())) {
                Err(error) if error.is_transient() && retry < RETRIES => lost(&mut retry).await,
                done => return done,
            }
        }
    }

    /// Begins a transaction. It is rolled back unless it is committed.
    pub async fn begin(&self) -> Result<Tx, StorageError> {
        let transaction = self.database.begin().await?;
        Ok(Tx {
            transaction,
            longest: self.database.longest(),
            ring: Arc::clone(&self.ring),
            changes_configuration: AtomicBool::new(false),
        })
    }

    /// Runs a whole unit of work: begins, runs `work`, commits when it is `Ok` and rolls back when not. What lost
    /// against another transaction is run again, a few times, so `work` must have no effect but through its `Tx`.
    /// [`StorageError::Unavailable`] leaves open whether it happened: the commit may have been under way.
    pub async fn unit<T, E>(&self, work: impl AsyncFn(&Tx) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StorageError> + Transient,
    {
        let mut retry = 0;
        loop {
            let deciding = Deciding { work: &work, decided: Cell::new(None) };
            let ended = self.attempt(&deciding).await;
            // Work that ended has decided; what did not end says nothing.
            let decided = ended.and_then(|()| deciding.decided.take().ok_or_else(|| silence().into()));
            match decided.unwrap_or_else(|error| Err(error.into())) {
                Err(error) if error.is_transient() && retry < RETRIES => lost(&mut retry).await,
                done => return done,
            }
        }
    }

    /// Statements run so far, for tests that hold requests to their budget.
    #[must_use]
    pub fn statement_count(&self) -> StatementCount {
        self.database.statement_count()
    }

    async fn attempt(&self, work: &dyn Work) -> Result<(), StorageError> {
        let tx = self.begin().await?;
        let bounded = timeout(self.database.longest(), async move {
            if work.run(&tx).await {
                return tx.commit().await;
            }
            // Its own failure changes nothing: a transaction that is not committed is rolled back in any case.
            let _rolled_back = tx.transaction.rollback().await;
            Ok(())
        });
        // A database that hangs must not hang its callers. Dropped, the transaction is rolled back.
        bounded.await.unwrap_or_else(|_| Err(silence().into()))
    }
}

/// A unit of work, whatever it answers: so that what surrounds it is compiled once, and not for each of some hundred.
trait Work {
    /// Runs it; whether it is to be committed.
    fn run<'a>(&'a self, tx: &'a Tx) -> Pin<Box<dyn Future<Output = bool> + 'a>>;
}

/// A unit of work, and what it answered.
struct Deciding<'w, W, T, E> {
    work: &'w W,
    decided: Cell<Option<Result<T, E>>>,
}

impl<W: AsyncFn(&Tx) -> Result<T, E>, T, E> Work for Deciding<'_, W, T, E> {
    fn run<'a>(&'a self, tx: &'a Tx) -> Pin<Box<dyn Future<Output = bool> + 'a>> {
        Box::pin(async move {
            let decided = (self.work)(tx).await;
            let is_done = decided.is_ok();
            self.decided.set(Some(decided));
            is_done
        })
    }
}

/// Waits a moment before the next try.
async fn lost(retry: &mut u32) {
    meters::retried();
    tokio::time::sleep(pause(*retry)).await;
    *retry += 1;
}

/// Between 0 and 10 ms before the first retry, and up to twice as long before each next one.
fn pause(retry: u32) -> Duration {
    let [jitter] = random::bytes::<1>(&SystemRandom);
    Duration::from_micros(u64::from(jitter) * 40) * 2_u32.pow(retry)
}

/// Where one statement writes for itself. It names only repositories of what no node keeps in memory: nothing counts up
/// the version of the configuration here.
#[derive(Clone, Copy, Debug)]
pub struct Alone<'a>(Repos<'a>);

impl<'a> Alone<'a> {
    /// Attempts.
    #[must_use]
    pub fn attempts(&self) -> Attempts<'a> {
        self.0.attempts()
    }

    /// Grants.
    #[must_use]
    pub fn grants(&self) -> Grants<'a> {
        self.0.grants()
    }

    /// Messages on their way.
    #[must_use]
    pub fn outbox(&self) -> Outbox<'a> {
        self.0.outbox()
    }

    /// Browser sessions.
    #[must_use]
    pub fn sessions(&self) -> Sessions<'a> {
        self.0.sessions()
    }
}

/// An open transaction.
#[derive(Debug)]
pub struct Tx {
    transaction: Transaction,
    longest: Duration,
    ring: Arc<KeyRing>,
    changes_configuration: AtomicBool,
}

impl Tx {
    /// Repositories that read and write in this transaction.
    #[must_use]
    pub fn repos(&self) -> Repos<'_> {
        Repos::writing(&self.transaction, self.longest, &self.changes_configuration, &self.ring)
    }

    /// Makes its effects lasting.
    pub async fn commit(self) -> Result<(), StorageError> {
        // Last, because every change of the configuration waits for this row.
        if self.changes_configuration.load(Ordering::Relaxed) {
            self.configuration().count_up().await?;
        }
        Ok(self.transaction.commit().await?)
    }
}
