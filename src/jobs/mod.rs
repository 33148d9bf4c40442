//! The worker loop and one idempotent job per file.
//!
//! Every job may run on every node at once and be killed at any moment: what it takes, it takes by lease or by a
//! conditional write. The composition root starts the loop; tests call [`Worker::run_due`].

mod expiry;
mod outbox;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::error;

use crate::flows::{Deps, Error};
use crate::messaging::{Composer, Sender};

/// How often the outbox is looked at.
const TICK: Duration = Duration::from_millis(500);
/// Ticks between two cleanings.
const TICKS_PER_CLEANING: u32 = 120;

/// The worker of one node.
#[derive(Clone)]
pub struct Worker {
    deps: Deps,
    sender: Sender,
    composer: Composer,
}

impl Worker {
    /// A worker that delivers through `sender`.
    pub fn new(deps: Deps, sender: Sender, composer: Composer) -> Self {
        Self { deps, sender, composer }
    }

    /// Runs every job once, until nothing is due.
    pub async fn run_due(&self) -> Result<(), Error> {
        while outbox::deliver_due(&self.deps, &self.sender, &self.composer).await? > 0 {}
        while expiry::delete_over(&self.deps).await? > 0 {}
        Ok(())
    }

    /// Works until `stop` says so; the message at hand is finished first.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut count = 0_u32;
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stop.changed() => return,
            }
            count = count.wrapping_add(1);
            let done = async {
                outbox::deliver_due(&self.deps, &self.sender, &self.composer).await?;
                if count.is_multiple_of(TICKS_PER_CLEANING) {
                    expiry::delete_over(&self.deps).await?;
                }
                Ok::<(), Error>(())
            };
            if let Err(error) = done.await {
                error!(error = %error, source = ?error, "a job failed and will run again");
            }
        }
    }
}
