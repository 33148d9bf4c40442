//! Password hashing: argon2id with a pepper from the key ring, on threads of its own.
//!
//! ```text
//! caller ── input rules ── fair, bounded queue ── worker threads (low priority, one memory block each) ── answer
//!              │                  │
//!           TooLong             Busy            both decided at once, before anything is hashed
//! ```
//!
//! Knows nothing of users and policies: it turns passwords into PHC strings and back into yes or no. A password is
//! normalised to NFKC first, the same at every door, so that a composed and a decomposed "é" are one password; against a
//! hash that was [`imported`], it is checked as it was typed.

pub mod imported;
mod input;
mod memory;
mod params;
mod phc;
mod queue;
mod stored;
#[cfg(test)]
mod tests;
mod worker;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

pub use self::input::{MAX_BYTES, MAX_CODE_POINTS};
pub use self::params::{HashingParams, HashingParamsError};

use self::imported::ImportedHashProblem;
use self::queue::JobId;
use self::stored::Stored;
pub(crate) use self::stored::is_unopened;
pub use self::stored::{IMPORTED, SealedHash};
use self::worker::{Shared, Task};
use super::ring::KeyRing;
use crate::domain::random::{self, SharedRandom};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::meters;

/// Whether a password is the one that was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Verified {
    /// It is not.
    No,
    /// It is.
    Yes,
    /// It is, and the stored hash is weaker than today's (parameters, pepper version, or an imported format): hash the
    /// password again and store that.
    YesUpgrade,
}

/// Why nothing was hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HashError {
    /// The queue is full: a caller would wait longer than is allowed.
    #[error("password hashing is busy; try again in {retry_after_secs} s")]
    Busy {
        /// When it is worth trying again, in seconds, at least 1.
        retry_after_secs: u64,
    },
    /// The password has more than [`MAX_CODE_POINTS`] code points or [`MAX_BYTES`] bytes.
    #[error("the password is too long")]
    TooLong,
    /// The stored hash cannot be read, or asks for more memory or time than we give.
    #[error("the stored password hash is not usable")]
    BadStoredHash,
    /// The stored hash was peppered under a version that is not in the ring.
    #[error("the stored password hash needs version {0} of the key ring")]
    UnknownPepper(u32),
    /// The hasher is shutting down, or a worker failed.
    #[error("password hashing stopped")]
    Stopped,
}

/// Hashes and verifies passwords. Dropping it ends its threads.
pub struct PasswordHasher {
    shared: Arc<Shared>,
    ring: Arc<KeyRing>,
    random: SharedRandom,
    params: HashingParams,
}

impl PasswordHasher {
    /// Starts the worker threads.
    pub fn start(params: HashingParams, ring: Arc<KeyRing>, random: SharedRandom) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::new(&params));
        worker::spawn_all(&shared)?;
        Ok(Self { shared, ring, random, params })
    }

    /// Hashes a new password into a PHC string, in the turn of a pool or in a place that was kept.
    pub async fn hash(&self, turn: impl Into<Turn<'_>>, password: &Secret) -> Result<String, HashError> {
        let password = input::prepare(password)?;
        let pepper = phc::Pepper::newest(&self.ring);
        let salt = random::bytes(&*self.random);
        let (answer, answered) = oneshot::channel();
        self.run(turn.into(), Task::Hash { password, pepper, salt, answer }, answered).await
    }

    /// Compares a password with what is stored. Costs what one of today's hashes costs, or more.
    pub async fn verify(&self, turn: impl Into<Turn<'_>>, password: &Secret, phc: &str) -> Result<Verified, HashError> {
        let prepared = input::prepare(password)?;
        let stored = Stored::parse(phc, &self.params, &self.ring)?;
        let password =
            if stored.is_imported() { Zeroizing::new(password.expose_secret().to_owned()) } else { prepared };
        let (answer, answered) = oneshot::channel();
        self.run(turn.into(), Task::Verify { password, stored: Box::new(stored), answer }, answered).await
    }

    /// Costs what [`PasswordHasher::verify`] costs with the configured parameters, by the same path, and says nothing: for
    /// users who do not exist or have no password.
    pub async fn verify_nothing(&self, turn: impl Into<Turn<'_>>, password: &Secret) -> Result<(), HashError> {
        let nobody = phc::of_nobody(&self.params, self.ring.newest_version(), &*self.random);
        match self.verify(turn, password, &nobody).await? {
            Verified::No | Verified::Yes | Verified::YesUpgrade => Ok(()),
        }
    }

    /// Reads a hash that other software made and seals it for a user's row; [`PasswordHasher::verify`] takes it there.
    pub fn import(&self, text: &str) -> Result<SealedHash, ImportedHashProblem> {
        stored::import(text, &self.params, &self.ring)
    }

    /// How long it takes to check a password against a stored hash, measured. The wait for a worker is in it.
    pub async fn cost(&self, pool: &str, stored: &str) -> Result<Duration, HashError> {
        let begun = worker::begun();
        let wrong = Secret::from("no password of anybody");
        match self.verify(pool, &wrong, stored).await? {
            Verified::No | Verified::Yes | Verified::YesUpgrade => Ok(begun.elapsed()),
        }
    }

    /// Keeps a place in the queue for what is still to be prepared, or refuses at once: so that nothing is read or written
    /// for a password that cannot be hashed in time. Hash in it, and it is not refused any more.
    pub fn keep_place(&self, pool: &str) -> Result<KeptPlace, HashError> {
        self.shared.keep(pool).inspect_err(count_shed)?;
        Ok(KeptPlace { shared: Arc::clone(&self.shared), pool: Some(pool.to_owned()) })
    }

    /// How many hashes wait for a worker now.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shared.waiting()
    }

    /// How many hashes were begun since the start, for tests that hold what must not be told apart to equal work.
    #[must_use]
    pub fn begun(&self) -> u64 {
        self.shared.begun()
    }

    /// How long one hash took of late, on average.
    #[must_use]
    pub fn mean_duration(&self) -> Duration {
        self.shared.mean_duration()
    }

    async fn run<T>(
        &self,
        turn: Turn<'_>,
        task: Task,
        answered: oneshot::Receiver<Result<T, HashError>>,
    ) -> Result<T, HashError> {
        let (pool, id) = match turn {
            Turn::Of(pool) => (Cow::Borrowed(pool), self.shared.submit(pool, task).inspect_err(count_shed)?),
            Turn::Kept(place) => {
                let pool = place.become_submitted();
                let id = self.shared.submit_kept(&pool, task)?;
                (Cow::Owned(pool), id)
            }
        };
        let _place = Place { shared: &self.shared, pool, id };
        answered.await.unwrap_or(Err(HashError::Stopped))
    }
}

impl Drop for PasswordHasher {
    fn drop(&mut self) {
        self.shared.stop();
    }
}

fn count_shed(error: &HashError) {
    if matches!(error, HashError::Busy { .. }) {
        meters::hash_shed();
    }
}

/// Where a hash queues.
pub enum Turn<'a> {
    /// At the end of this pool's queue, if there is room.
    Of(&'a str),
    /// In a place that was kept.
    Kept(KeptPlace),
}

impl<'a> From<&'a str> for Turn<'a> {
    fn from(pool: &'a str) -> Self {
        Self::Of(pool)
    }
}

impl From<KeptPlace> for Turn<'_> {
    fn from(place: KeptPlace) -> Self {
        Self::Kept(place)
    }
}

/// A place in the queue that is kept for a while; dropping it unused gives it up.
#[must_use = "a place that is dropped is not kept"]
pub struct KeptPlace {
    shared: Arc<Shared>,
    /// Whose it is, until a task is submitted to it.
    pool: Option<String>,
}

impl KeptPlace {
    /// Ends the keeping without giving the place up: the task that is about to be submitted does.
    fn become_submitted(mut self) -> String {
        self.pool.take().unwrap_or_default()
    }
}

impl Drop for KeptPlace {
    fn drop(&mut self) {
        if let Some(pool) = &self.pool {
            self.shared.give_up(pool);
        }
    }
}

/// A caller's place in the queue: given up when the caller goes away.
struct Place<'a> {
    shared: &'a Shared,
    pool: Cow<'a, str>,
    id: JobId,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.shared.withdraw(&self.pool, self.id);
    }
}
