//! A signed-in user sets up an authenticator app through an access token.

use crate::domain::sign_in::Factor;
use crate::flows::account::Caller;
use crate::flows::mfa::{Enrolment, ProofRefused, enrolment};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// How the end of setting it up ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnAppOutcome {
    /// Set up. It is asked when the user switches it on, or at once where the pool asks everyone.
    Done,
    /// The pool does not offer apps.
    NotOffered,
    /// The code does not do.
    Code(ProofRefused),
}

/// Begins; `None`: the pool does not offer apps.
pub async fn begin_own(deps: &Deps, caller: &Caller) -> Result<Option<Enrolment>, Error> {
    if !caller.pool.settings.second_factor.offers(Factor::Totp) {
        return Ok(None);
    }
    enrolment::begin(deps, &caller.pool, &caller.user).await.map(Some)
}

/// Takes the first code of the app that was begun.
pub async fn finish_own(deps: &Deps, caller: &Caller, code: &str, device_name: &str) -> Result<OwnAppOutcome, Error> {
    let Caller { pool, user, .. } = caller;
    if !pool.settings.second_factor.offers(Factor::Totp) {
        return Ok(OwnAppOutcome::NotOffered);
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
