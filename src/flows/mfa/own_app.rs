//! A signed-in user sets up an authenticator app through an access token.

use crate::domain::sign_in::Factor;
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::mfa::{Enrolment, ProofRefused, enrolment};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// Why it does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnAppRefused {
    /// The pool does not offer apps.
    NotOffered,
    /// It would take the place of another one, and the sign-in was too long ago.
    NotRecent,
}

/// How the end of setting it up ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnAppOutcome {
    /// Set up. It is asked when the user switches it on, or at once where the pool asks everyone.
    Done,
    /// It is not set up.
    Refused(OwnAppRefused),
    /// The code does not do.
    Code(ProofRefused),
}

/// Begins.
pub async fn begin_own(deps: &Deps, caller: &Caller) -> Result<Result<Enrolment, OwnAppRefused>, Error> {
    match refusal(deps, caller) {
        Some(refused) => Ok(Err(refused)),
        None => enrolment::begin(deps, &caller.pool, &caller.user).await.map(Ok),
    }
}

/// Whether the caller may not set an app up now.
fn refusal(deps: &Deps, Caller { pool, user, grant, .. }: &Caller) -> Option<OwnAppRefused> {
    if !pool.settings.second_factor.offers(Factor::Totp) {
        return Some(OwnAppRefused::NotOffered);
    }
    let replaces = user.second_factors.registered().contains(&Factor::Totp);
    let is_late = replaces && require_recent_proof(deps, grant.auth_time).is_err();
    is_late.then_some(OwnAppRefused::NotRecent)
}

/// Takes the first code of the app that was begun.
pub async fn finish_own(deps: &Deps, caller: &Caller, code: &str, device_name: &str) -> Result<OwnAppOutcome, Error> {
    let Caller { pool, user, .. } = caller;
    if let Some(refused) = refusal(deps, caller) {
        return Ok(OwnAppOutcome::Refused(refused));
    }
    let app = match enrolment::prove(deps, pool, user, code).await? {
        Ok(app) => app,
        Err(refused) => return Ok(OwnAppOutcome::Code(refused)),
    };
    let write = async |tx: &Tx| -> Result<bool, Error> {
        Ok(app.take_into_use(deps, tx, (pool, user), device_name, false).await?.is_some())
    };
    let is_done = deps.storage.unit(write).await?;
    Ok(if is_done { OwnAppOutcome::Done } else { OwnAppOutcome::Code(ProofRefused::AlreadyUsed) })
}
