//! The version of the configuration as this node knows it: what caches compare their entries with.
//!
//! It is read from the database at most once a second, so that another node's change is seen within a second (DESIGN.md
//! §5 allows five); a change made through this node is seen by the next reader.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::domain::clock::{Micros, SharedClock};
use crate::storage::{Storage, StorageError};

/// Microseconds for which the version is believed without asking again.
const BELIEVED: i64 = 1_000_000;

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
    asked_at: Option<Micros>,
    /// Counts the doubts, so that an answer that was on its way when one came does not settle it.
    doubts: u64,
}

impl Versions {
    /// Knows nothing yet.
    pub fn new(storage: Storage, clock: SharedClock) -> Self {
        let (known, asking) = (Mutex::default(), tokio::sync::Mutex::default());
        Self(Arc::new(Inner { storage, clock, known, asking }))
    }

    /// The version, at most a second old. Those who ask while it is being read wait for the one read.
    pub async fn current(&self) -> Result<i64, StorageError> {
        if let Some(version) = self.believed() {
            return Ok(version);
        }
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
