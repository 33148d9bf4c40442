//! Checks a code of an authenticator app. A step counts once, and none before it counts afterwards (RFC 6238 §5.2).

use super::guess::Guess;
use super::{ProofRefused, RightProof};
use crate::crypto::totp;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::{Deps, Error};

/// Whether `presented` is a code of the app that `user` has in use.
pub(crate) async fn check(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    presented: &str,
) -> Result<Result<RightProof, ProofRefused>, Error> {
    let guess = match Guess::reserve(deps, pool, user, Factor::Totp).await? {
        Ok(guess) => guess,
        Err(refused) => return Ok(Err(refused)),
    };
    let stored = deps.storage.read().totp_secrets().find(&pool.id, user.id).await?;
    let matched = stored.as_ref().and_then(|stored| {
        let step = totp::step_of(stored.secret.as_ref()?, presented, deps.now())?;
        Some((step, step > stored.last_step))
    });
    match matched {
        None => guess.was_wrong().await.map(Err),
        Some((_, false)) => Ok(Err(ProofRefused::AlreadyUsed)),
        Some((step, true)) => Ok(Ok(RightProof::totp(step, guess.was_right()))),
    }
}
