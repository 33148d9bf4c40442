//! Checks a code of an authenticator app. A guess is reserved, committed, before it is compared, and counted for the person
//! whichever door and sign-in it comes through: a new sign-in brings no new guesses. A step counts once, and none before it
//! counts afterwards (RFC 6238 §5.2).

use crate::crypto::totp;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, admission, events};
use crate::limits::{Limit, Rate};
use crate::storage::Tx;

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotpRefused {
    /// Wrong, or there is no app.
    Mismatch,
    /// It was right, and has been used.
    AlreadyUsed,
    /// Too many guesses for now.
    TooManyAttempts,
}

/// A code that is right; it is used up by [`RightTotp::consume`] in the transaction of its effect.
#[derive(Debug)]
pub(crate) struct RightTotp {
    step: i64,
    bucket: String,
}

impl RightTotp {
    /// Uses it up, and forgets the guesses before it; `false`, and nothing is forgotten, when somebody else was first.
    pub(crate) async fn consume(&self, tx: &Tx, user: &User) -> Result<bool, Error> {
        if !tx.totp_secrets().take_step(&user.pool, user.id, self.step).await? {
            return Ok(false);
        }
        tx.attempts().remove(&self.bucket).await?;
        Ok(true)
    }
}

/// Whether `presented` is a code of the app that `user` has in use.
pub(crate) async fn check(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    presented: &str,
) -> Result<Result<RightTotp, TotpRefused>, Error> {
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let now = deps.now();
    let person = person_bucket(deps, pool, Some(user), "");
    let Ok(reservation) = deps.limiter.reserve(Limit::SecondFactor, &person, now).await? else {
        return Ok(Err(TotpRefused::TooManyAttempts));
    };
    let stored = deps.storage.read().totp_secrets().find(&pool.id, user.id).await?;
    let matched = stored.as_ref().and_then(|stored| {
        let step = totp::step_of(stored.secret.as_ref()?, presented, now)?;
        Some((step, step > stored.last_step))
    });
    let Some((step, is_new)) = matched else {
        note_failure(deps, pool, user).await?;
        return Ok(Err(TotpRefused::Mismatch));
    };
    if !is_new {
        return Ok(Err(TotpRefused::AlreadyUsed));
    }
    admission.give_back();
    Ok(Ok(RightTotp { step, bucket: reservation.bucket().to_owned() }))
}

/// Whoever comes this far knows the password: a wrong code is worth an audit.
async fn note_failure(deps: &Deps, pool: &Pool, user: &User) -> Result<(), Error> {
    let mut event = events::of_user(deps, EventName::SignInFailed, &pool.id, user.id, None);
    event.detail = serde_json::json!({ "factor": Factor::Totp });
    deps.storage.unit(async |tx: &Tx| -> Result<(), Error> { Ok(tx.events().add(&event).await?) }).await
}
