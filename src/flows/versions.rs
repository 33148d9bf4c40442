//! The version of the configuration as this node knows it: what caches compare their entries with.
//!
//! It is read from the database at most once a second, so that another node's change is seen within a second (DESIGN.md
//! §5 allows five); a change made through this node is seen by the next reader.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::domain::clock::{Micros, SharedClock};
use crate::storage::{Storage, StorageError};

/// Microseconds for which the version is believed without asking again.
const BELIEVED: i64 = 1_000_000;

/// Longest wait for the version where an older one is known and young.
const PATIENCE: Duration = Duration::from_millis(250);
/// Age in microseconds up to which it is young: configuration takes effect within five seconds (DESIGN.md §5).
const YOUNG: i64 = 5_000_000;
/// Longest wait where the known one is older than that: the database may be slow and not gone.
const LONG_PATIENCE: Duration = Duration::from_secs(1);
/// Longest wait where an older one will not do.
const LONGEST: Duration = Duration::from_secs(3);

/// The version of the configuration. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Versions(Arc<Inner>);

struct Inner {
    storage: Storage,
    clock: SharedClock,
    known: Mutex<Known>,
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy, Default)]
struct Known {
    version: i64,
    /// When the question was put to which it was the answer; `None`: never, or it is in doubt.
    asked_at: Option<Micros>,
    /// Until when nobody asks again who can do with an older one: somebody does, or the database said nothing.
    held_until: Option<Micros>,
    /// Counts the doubts, so that an answer that was on its way when one came does not settle it.
    doubts: u64,
}

impl Versions {
    /// Knows nothing yet.
    pub fn new(storage: Storage, clock: SharedClock) -> Self {
        let (known, asking) = (Mutex::default(), tokio::sync::Mutex::default());
        Self(Arc::new(Inner { storage, clock, known, asking }))
    }

    /// The version, at most a second old where the database answers. Where it says nothing it is the one that was known
    /// before: documents and pages go on (F8). Nothing may be issued on its word alone; see [`Versions::confirmed`].
    pub async fn current(&self) -> Result<i64, StorageError> {
        if let Some(version) = self.believed() {
            return Ok(version);
        }
        // Boxed, since it is seldom: almost every request asks here, and each would be as large as a statement is.
        Box::pin(self.renewed()).await
    }

    async fn renewed(&self) -> Result<i64, StorageError> {
        let Some((older, asked_at)) = self.hold() else { return self.confirmed().await };
        let Some(asked_at) = asked_at else { return Ok(older) };
        // Where it has said nothing for long, one request in a second waits longer.
        let is_young = self.0.clock.now().since(asked_at) < YOUNG;
        let patience = if is_young { PATIENCE } else { LONG_PATIENCE };
        Ok(tokio::time::timeout(patience, self.ask()).await.ok().and_then(Result::ok).unwrap_or(older))
    }

    /// The version, at most a second old, or an error: for what is issued, which a node that was cut off must not go on
    /// issuing. Those who ask while it is being read wait for the one read, and no longer than for one.
    pub async fn confirmed(&self) -> Result<i64, StorageError> {
        if let Some(version) = self.believed() {
            return Ok(version);
        }
        let asked = Box::pin(tokio::time::timeout(LONGEST, self.ask())).await;
        asked.unwrap_or_else(|_| Err(StorageError::silence()))
    }

    async fn ask(&self) -> Result<i64, StorageError> {
        let _one_at_a_time = self.0.asking.lock().await;
        if let Some(version) = self.believed() {
            return Ok(version);
        }
        // The moment before the read, not after it: the answer is as old as the question.
        let (asked_at, doubts) = (self.0.clock.now(), self.known().doubts);
        let version = self.0.storage.read().configuration().version().await?;
        let mut known = self.known();
        known.version = version;
        known.asked_at = (known.doubts == doubts).then_some(asked_at);
        Ok(version)
    }

    /// The version known before, if it is not in doubt; with the moment of its question where it is this caller's turn to
    /// ask again.
    fn hold(&self) -> Option<(i64, Option<Micros>)> {
        let now = self.0.clock.now();
        let mut known = self.known();
        let asked_at = known.asked_at?;
        // A clock that was set back does not hold for longer.
        let is_held = known.held_until.is_some_and(|until| now < until && until.since(now) <= BELIEVED);
        if !is_held {
            known.held_until = Some(Micros(now.0.saturating_add(BELIEVED)));
        }
        Some((known.version, (!is_held).then_some(asked_at)))
    }

    /// The moment, by the clock that phases follow.
    pub fn now(&self) -> Micros {
        self.0.clock.now()
    }

    /// The configuration was changed here: whoever asks next reads the version again.
    pub fn doubt(&self) {
        let mut known = self.known();
        known.asked_at = None;
        known.doubts += 1;
    }

    fn believed(&self) -> Option<i64> {
        let known = *self.known();
        let age = self.0.clock.now().since(known.asked_at?);
        // A clock that was set back makes the answer one from the future, which is worth nothing either.
        (0..BELIEVED).contains(&age).then_some(known.version)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Versions").field("version", &self.known().version).finish_non_exhaustive()
    }
}
