//! The worker loop and one idempotent job per file.
//!
//! Every job may be killed at any moment and go on elsewhere: what it takes, it takes by lease or by a conditional write.
//! The composition root starts the loop; tests call [`Worker::run_due`].

mod expiry;
mod job;
mod key_rotation;
mod lease;
mod outbox;
mod ring;
mod saml_metadata;
mod spare_keys;
mod unconfirmed;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tracing::error;

pub use self::job::Job;
use self::lease::Lease;
use crate::domain::random::uuid_v4;
use crate::flows::{Deps, Error, time};
use crate::messaging::{Composer, Sender, SmsSender};

/// How often the key ring and the jobs are looked at.
const TICK: Duration = Duration::from_secs(5);
/// How often this node's clock is compared with the one that all nodes share.
const CLOCK_TICK: Duration = Duration::from_secs(1);

/// The worker of one node.
#[derive(Clone)]
pub struct Worker {
    deps: Deps,
    senders: Senders,
    composer: Composer,
    /// Days for which events are kept; `None`: for ever.
    event_days: Option<u32>,
    /// Tells this worker's leases from those of others; new at each start.
    name: String,
}

/// How each kind of message leaves.
#[derive(Clone)]
struct Senders {
    mail: Sender,
    sms: SmsSender,
}

impl Worker {
    /// A worker that delivers mail through `sender`, sends no text messages and keeps events for ever.
    pub fn new(deps: Deps, sender: Sender, composer: Composer) -> Self {
        let name = uuid_v4(deps.random.as_ref()).to_string();
        let senders = Senders { mail: sender, sms: SmsSender::Unconfigured };
        Self { deps, senders, composer, event_days: None, name }
    }

    /// With text messages delivered through `sms`.
    #[must_use]
    pub fn sending_sms(self, sms: SmsSender) -> Self {
        Self { senders: Senders { sms, ..self.senders }, ..self }
    }

    /// With events kept for so many days.
    #[must_use]
    pub fn keeping_events(self, days: Option<u32>) -> Self {
        Self { event_days: days, ..self }
    }

    /// Runs every job until nothing is due, but those that another node runs at this moment.
    pub async fn run_due(&self) -> Result<(), Error> {
        time::keep(&self.deps).await?;
        ring::refresh(&self.deps).await?;
        while outbox::deliver_due(&self.deps, &self.senders, &self.composer).await? > 0 {}
        let (_, never) = watch::channel(false);
        for job in Job::ALL {
            self.run_job(job, 0, &never).await?;
        }
        Ok(())
    }

    /// Works until `stop` says so. Messages have a loop of their own: a mail server that is slow delays no other job.
    pub async fn run(self, stop: watch::Receiver<bool>) {
        let mail = outbox::run(&self.deps, &self.senders, &self.composer, stop.clone());
        futures_util::future::join3(mail, self.keep_time(stop.clone()), self.run_others(stop)).await;
    }

    /// On its own: neither a slow mail server nor a long job may keep a wrong clock wrong.
    async fn keep_time(&self, mut stop: watch::Receiver<bool>) {
        let mut ticks = interval(CLOCK_TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stop.changed() => return,
            }
            self.log(time::keep(&self.deps).await);
        }
    }

    async fn run_others(&self, mut stop: watch::Receiver<bool>) {
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stop.changed() => return,
            }
            self.log(ring::refresh(&self.deps).await);
            for job in Job::ALL {
                self.log(self.run_job(job, job.rest_secs(), &stop).await);
            }
        }
    }

    /// Runs a job to its end, if it has rested for so long and is nobody's.
    async fn run_job(&self, job: Job, rest_secs: i64, stop: &watch::Receiver<bool>) -> Result<(), Error> {
        let Some(lease) = Lease::claim(&self.deps, job, &self.name, rest_secs).await? else { return Ok(()) };
        while !*stop.borrow() && job.step(&self.deps, self.event_days).await? > 0 {
            if !lease.renew().await? {
                return Ok(());
            }
        }
        lease.release().await
    }

    fn log(&self, done: Result<(), Error>) {
        if let Err(error) = done {
            error!(worker = self.name, error = %error, source = ?error, "a job failed and will run again");
        }
    }
}
