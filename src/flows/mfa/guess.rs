//! A guess at a second factor: reserved, committed, before it is compared, and counted for the person whichever factor,
//! door and sign-in it is made at: a new sign-in brings no new guesses.

use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, admission, events};
use crate::limits::{Admission, Limit, Rate};
use crate::storage::Tx;

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofRefused {
    /// Wrong, or there is nothing that could be right.
    Mismatch,
    /// It was right, and has been used.
    AlreadyUsed,
    /// Too many guesses for now.
    TooManyAttempts,
}

/// A guess that may be compared.
pub(super) struct Guess<'a> {
    deps: &'a Deps,
    pool: &'a Pool,
    user: &'a User,
    factor: Factor,
    admission: Admission,
    bucket: String,
}

impl<'a> Guess<'a> {
    /// Reserves a guess at `factor`, if there is one left.
    pub(super) async fn reserve(
        deps: &'a Deps,
        pool: &'a Pool,
        user: &'a User,
        factor: Factor,
    ) -> Result<Result<Self, ProofRefused>, Error> {
        let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
        let person = person_bucket(deps, pool, Some(user), "");
        let Ok(reservation) = deps.limiter.reserve(Limit::SecondFactor, &person, deps.now()).await? else {
            return Ok(Err(ProofRefused::TooManyAttempts));
        };
        let bucket = reservation.bucket().to_owned();
        Ok(Ok(Self { deps, pool, user, factor, admission, bucket }))
    }

    /// It was wrong. Whoever comes this far has proven the first factor: that is worth an audit.
    pub(super) async fn was_wrong(self) -> Result<ProofRefused, Error> {
        let mut event = events::of_user(self.deps, EventName::SignInFailed, &self.pool.id, self.user.id, None);
        event.detail = serde_json::json!({ "factor": self.factor });
        let write = async |tx: &Tx| -> Result<(), Error> { Ok(tx.events().add(&event).await?) };
        self.deps.storage.unit(write).await?;
        Ok(ProofRefused::Mismatch)
    }

    /// It was right; answers the bucket of guesses to forget in the transaction of what comes of it.
    pub(super) fn was_right(self) -> String {
        self.admission.give_back();
        self.bucket
    }
}
