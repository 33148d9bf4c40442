//! Keeps this node's clock with the one that all nodes share: what is over for one of them must be over for all.
//!
//! A node whose clock were an hour behind would take what is long over; one an hour ahead would end sessions, families of
//! tokens and locks that are not. So a node runs by a steady clock of its own, which nobody sets, and is put right by the
//! database's, look by look.

use std::fmt;
use std::sync::Arc;

use tracing::warn;

use crate::domain::clock::{Clock as _, FollowingClock, Micros, SharedClock, SystemClock};
use crate::flows::health::skew;
use crate::flows::{Deps, Error};
use crate::meters;

/// Microseconds by which the clocks may differ before this node's is set: answers take their time.
const TOLERATED: i64 = 250_000;
/// Microseconds from which that is worth a word.
const WORTH_A_WORD: i64 = 2_000_000;

/// What a node's clock is put right by.
#[derive(Clone)]
pub enum Follows {
    /// Nothing: tests move it.
    Nothing,
    /// The database's clock; the machine's, where the database has none of its own.
    Database,
    /// This one.
    Clock(SharedClock),
}

/// The node's clock, and what it follows. Cheap to clone: all clones are one.
#[derive(Clone)]
pub struct Time {
    clock: Arc<FollowingClock>,
    follows: Follows,
}

impl Time {
    /// Runs by `own` and is put right by what it follows.
    pub fn new(own: SharedClock, follows: Follows) -> Self {
        Self { clock: Arc::new(FollowingClock::new(own)), follows }
    }

    /// The clock, for those who ask the time.
    pub fn clock(&self) -> SharedClock {
        self.clock.clone()
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Time").field("now", &self.clock.now()).finish_non_exhaustive()
    }
}

/// Compares the clocks, and sets this node's where they differ.
pub async fn keep(deps: &Deps) -> Result<(), Error> {
    let before = deps.now();
    let Some(theirs) = reference(deps).await? else { return Ok(()) };
    let apart = skew(before, theirs, deps.now());
    if apart.saturating_abs() > TOLERATED {
        deps.time.clock.set_forward(apart);
    }
    if apart.saturating_abs() > WORTH_A_WORD {
        warn!(milliseconds = apart / 1000, "this node's clock was wrong and follows the database's");
        meters::clock_skew(apart);
    }
    Ok(())
}

async fn reference(deps: &Deps) -> Result<Option<Micros>, Error> {
    Ok(match &deps.time.follows {
        Follows::Nothing => None,
        Follows::Clock(clock) => Some(clock.now()),
        Follows::Database => Some(deps.storage.database().clock().await?.unwrap_or_else(|| SystemClock.now())),
    })
}
