//! A challenge that travels in a page, sealed: made by a GET, which writes nothing, and used up by a row when it is answered.

use serde::{Deserialize, Serialize};

use crate::crypto::passkey::Begun;
use crate::crypto::ring::StatePurpose;
use crate::crypto::sealed_state;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::random::uuid_v7;
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error};
use crate::storage::StoredPasskeyChallenge;

/// Seconds for which any of them can be answered: the row of a used one is kept for so long.
pub(crate) const LONGEST_SECS: i64 = 3600;

/// A challenge on its way through a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Carried {
    /// The challenge, in base64url.
    pub(crate) challenge: String,
    /// What `crypto` must be given with the answer.
    pub(crate) state: String,
    /// The epoch of whoever is signed in, when it was made; 0 where nobody is.
    pub(crate) epoch: i64,
    /// When it was made.
    pub(crate) made_at: i64,
}

/// For whom and what a challenge is: it is worthless in any other's place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Whose<'a> {
    /// What it is for.
    pub(crate) what: &'a str,
    /// The pool.
    pub(crate) pool: &'a PoolId,
    /// The client.
    pub(crate) client: &'a ClientId,
    /// Who is signed in; `None`: nobody yet.
    pub(crate) user: Option<UserId>,
    /// The value of the browser's cookie.
    pub(crate) browser: &'a str,
}

impl Whose<'_> {
    fn context(&self) -> String {
        let user = self.user.map(|user| user.to_string()).unwrap_or_default();
        format!("{}\n{}\n{}\n{user}\n{}", self.what, self.pool, self.client, self.browser)
    }
}

impl Carried {
    /// One that was just begun.
    pub(crate) fn new(deps: &Deps, begun: Begun, epoch: i64) -> Self {
        Self { challenge: begun.challenge, state: begun.state, epoch, made_at: deps.now().0 }
    }

    /// Seals it for `whose`, for so many seconds ([`LONGEST_SECS`] at most).
    pub(crate) fn seal(&self, deps: &Deps, whose: Whose<'_>, secs: i64) -> Result<String, Error> {
        let until = deps.now().plus_secs(secs.min(LONGEST_SECS));
        let context = whose.context();
        sealed_state::seal_json(&deps.ring, StatePurpose::PasskeyChallenge, context.as_bytes(), self, until)
            .map_err(|_| Error::Internal("a challenge that cannot be sealed"))
    }

    /// Opens what [`Self::seal`] made; `None`: it is not ours, not for `whose`, or over.
    pub(crate) fn open(deps: &Deps, whose: Whose<'_>, sealed: &str) -> Option<Self> {
        let context = whose.context();
        let purpose = StatePurpose::PasskeyChallenge;
        sealed_state::open_json(&deps.ring, purpose, context.as_bytes(), sealed, deps.now()).ok()
    }

    /// The row that uses it up. `user`: who answered, where that is known; `bucket`: of whom failures are counted.
    pub(crate) fn used(
        &self,
        deps: &Deps,
        (pool, client): (&Pool, &ClientId),
        user: Option<&User>,
        bucket: &str,
    ) -> StoredPasskeyChallenge {
        let now = deps.now();
        StoredPasskeyChallenge {
            id: uuid_v7(deps.random.as_ref(), now),
            handle_hash: None,
            challenge: self.challenge.clone(),
            pool: pool.id.clone(),
            user: user.map(|user| user.id),
            client: client.clone(),
            bucket: bucket.to_owned(),
            binding_hash: String::new(),
            state: String::new(),
            epoch: self.epoch,
            attempts: 1,
            created_at: now,
            // However long it was sealed for, and however far this node's clock is behind the one that made it.
            expires_at: Micros(now.0.max(self.made_at)).plus_secs(LONGEST_SECS),
            consumed_at: Some(now),
        }
    }
}
