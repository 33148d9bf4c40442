//! The threads that hash, and the state that they share with their callers.
//!
//! They are operating-system threads, not tasks: a hash is some 20 ms of pure computing, which would starve whatever else
//! runs on an async worker.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use argon2::Block;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::memory::Memory;
use super::phc::{self, Pepper, SALT_LEN};
use super::queue::{FairQueue, JobId};
use super::stored::Stored;
use super::{HashError, HashingParams, Verified};
use crate::meters;

/// First guess of a hash's duration, per KiB and pass (19456 KiB · 2 take some 18 ms on a current core); measured after.
const GUESS_NANOS_PER_KIB: f64 = 500.0;
/// Weight of the latest measurement in the mean.
const MEAN_WEIGHT: f64 = 0.1;

/// What a caller waits for.
pub(super) enum Task {
    Hash {
        password: Zeroizing<String>,
        pepper: Pepper,
        salt: [u8; SALT_LEN],
        answer: oneshot::Sender<Result<String, HashError>>,
    },
    Verify {
        password: Zeroizing<String>,
        stored: Box<Stored>,
        answer: oneshot::Sender<Result<Verified, HashError>>,
    },
}

impl Task {
    fn run(self, params: &HashingParams, memory: &mut [Block]) {
        // A caller who went away does not mind that the answer is lost.
        match self {
            Self::Hash { password, pepper, salt, answer } => {
                let _lost = answer.send(phc::hash(params, &password, &pepper, &salt, memory));
            }
            Self::Verify { password, stored, answer } => {
                let _lost = answer.send(stored.verify(&password, params, memory));
            }
        }
    }
}

/// What callers and workers share.
pub(super) struct Shared {
    state: Mutex<State>,
    work_came: Condvar,
    params: HashingParams,
}

/// A task in the queue.
struct Waiting {
    task: Task,
    since: Instant,
}

struct State {
    queue: FairQueue<Waiting>,
    busy: usize,
    mean_secs: f64,
    begun: u64,
    is_stopped: bool,
}

impl Shared {
    pub(super) fn new(params: &HashingParams) -> Self {
        let kib = f64::from(params.memory_kib) * f64::from(params.iterations);
        let mean_secs = kib * GUESS_NANOS_PER_KIB / 1e9;
        let state = State { queue: FairQueue::new(), busy: 0, mean_secs, begun: 0, is_stopped: false };
        Self { state: Mutex::new(state), work_came: Condvar::new(), params: params.clone() }
    }

    /// Queues a task, or refuses at once when it would wait too long.
    pub(super) fn submit(&self, pool: &str, task: Task) -> Result<JobId, HashError> {
        let mut state = self.lock();
        self.check_room(&state, pool)?;
        let id = state.queue.push(pool, Waiting { task, since: begun() });
        drop(state);
        self.work_came.notify_one();
        Ok(id)
    }

    /// Keeps a place for a task that is still to come, or refuses at once.
    pub(super) fn keep(&self, pool: &str) -> Result<(), HashError> {
        let mut state = self.lock();
        self.check_room(&state, pool)?;
        state.queue.keep(pool);
        Ok(())
    }

    /// Queues a task in a place that was kept for one of `pool`; there is room for it.
    pub(super) fn submit_kept(&self, pool: &str, task: Task) -> Result<JobId, HashError> {
        let mut state = self.lock();
        state.queue.give_up(pool);
        if state.is_stopped {
            return Err(HashError::Stopped);
        }
        let id = state.queue.push(pool, Waiting { task, since: begun() });
        drop(state);
        self.work_came.notify_one();
        Ok(id)
    }

    /// Gives a kept place up.
    pub(super) fn give_up(&self, pool: &str) {
        self.lock().queue.give_up(pool);
    }

    fn check_room(&self, state: &State, pool: &str) -> Result<(), HashError> {
        if state.is_stopped {
            return Err(HashError::Stopped);
        }
        let has_free_worker = state.busy + state.queue.taken() < self.params.workers;
        if has_free_worker || state.queue.admits(pool, self.capacity(state)) {
            return Ok(());
        }
        Err(HashError::Busy { retry_after_secs: self.retry_after_secs(state) })
    }

    /// Takes a task out of the queue if it still waits there.
    pub(super) fn withdraw(&self, pool: &str, id: JobId) {
        let task = self.lock().queue.remove(pool, id);
        // Its password is wiped here, after the lock is given back.
        drop(task);
    }

    pub(super) fn stop(&self) {
        let mut state = self.lock();
        state.is_stopped = true;
        state.queue.clear();
        drop(state);
        self.work_came.notify_all();
    }

    pub(super) fn begun(&self) -> u64 {
        self.lock().begun
    }

    pub(super) fn waiting(&self) -> usize {
        self.lock().queue.len()
    }

    /// Tasks that wait and places that are kept.
    #[cfg(test)]
    pub(super) fn taken(&self) -> usize {
        self.lock().queue.taken()
    }

    pub(super) fn mean_duration(&self) -> Duration {
        Duration::from_secs_f64(self.lock().mean_secs)
    }

    /// Says how long a hash takes, in the place of measuring it.
    #[cfg(test)]
    pub(super) fn set_mean(&self, mean: Duration) {
        self.lock().mean_secs = mean.as_secs_f64();
    }

    /// How many tasks the workers get done within the longest wait.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a count of tasks: never negative, and far below where any of these matters"
    )]
    fn capacity(&self, state: &State) -> usize {
        (self.params.max_wait.as_secs_f64() * self.params.workers as f64 / state.mean_secs) as usize
    }

    /// When the queue as it is will have been worked off.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a count of seconds: never negative, and far below where any of these matters"
    )]
    fn retry_after_secs(&self, state: &State) -> u64 {
        let ahead = (state.queue.len() + 1) as f64;
        (ahead * state.mean_secs / self.params.workers as f64).ceil().max(1.0) as u64
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a task; `None` ends the worker.
    fn next(&self) -> Option<Waiting> {
        let state = self.lock();
        let idle = |state: &mut State| state.queue.len() == 0 && !state.is_stopped;
        let mut state = self.work_came.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
        let waiting = state.queue.pop()?;
        state.busy += 1;
        state.begun += 1;
        Some(waiting)
    }

    fn done(&self, took: Duration) {
        let mut state = self.lock();
        state.busy -= 1;
        state.mean_secs += MEAN_WEIGHT * (took.as_secs_f64() - state.mean_secs);
    }
}

/// Starts the configured number of workers; all or none.
pub(super) fn spawn_all(shared: &Arc<Shared>) -> std::io::Result<()> {
    for number in 0..shared.params.workers {
        let of_worker = Arc::clone(shared);
        let started = thread::Builder::new().name(format!("hash-{number}")).spawn(move || work(&of_worker));
        if let Err(error) = started {
            shared.stop();
            return Err(error);
        }
    }
    Ok(())
}

/// The begin of a measurement.
#[expect(clippy::disallowed_methods, reason = "measures what a hash costs, not what time it is: the clock has no say")]
pub(super) fn begun() -> Instant {
    Instant::now()
}

fn work(shared: &Shared) {
    yield_to_others();
    // Not taken before there is a hash: a server that nobody signs in to stays small.
    let mut memory = None;
    while let Some(Waiting { task, since }) = shared.next() {
        let started = begun();
        let memory = memory.get_or_insert_with(|| Memory::of(&shared.params));
        // A panic must cost one answer (its sender is dropped), not a worker.
        let outcome = catch_unwind(AssertUnwindSafe(|| task.run(&shared.params, memory.blocks())));
        let took = started.elapsed();
        shared.done(took);
        meters::hashed(started.saturating_duration_since(since), took);
        if outcome.is_err() {
            tracing::error!("a password hash panicked");
        }
    }
}

/// Lowers this thread's priority, so that everything which is not hashing comes first.
#[cfg(target_os = "linux")]
pub(super) fn yield_to_others() {
    use rustix::process::{getpriority_process, setpriority_process};

    /// A tenth of a normal thread's share when both want the core, all of it when nobody else does.
    const STEPS: i32 = 10;
    const LOWEST: i32 = 19;
    // On Linux a niceness belongs to the thread, and no process id means the caller's own. Counted from where the process
    // is: raising a priority would need a privilege.
    let lowered = getpriority_process(None).and_then(|now| setpriority_process(None, (now + STEPS).min(LOWEST)));
    if let Err(error) = lowered {
        tracing::debug!(%error, "password hashing runs at the normal priority");
    }
}

/// Elsewhere the niceness belongs to the whole process, so it is left alone.
#[cfg(not(target_os = "linux"))]
pub(super) fn yield_to_others() {}
