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

/// How often what is over is deleted.
const TICK: Duration = Duration::from_mins(1);

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

    /// Works until `stop` says so. Mail has a loop of its own: a mail server that is slow delays no other job.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let mail = outbox::run(&self.deps, &self.sender, &self.composer, stop.clone());
        futures_util::future::join(mail, self.run_others(stop)).await;
    }

    async fn run_others(&self, mut stop: watch::Receiver<bool>) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stop.changed() => return,
            }
            if let Err(error) = expiry::delete_over(&self.deps).await {
                error!(error = %error, source = ?error, "a job failed and will run again");
            }
        }
    }
}
