//! A signed-in user sets up an authenticator app, and takes it away.

use crate::domain::event::EventName;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::domain::user::User;
use crate::flows::account::{Caller, Through, require_recent_proof};
use crate::flows::mfa::{Enrolment, ProofRefused, enrolment};
use crate::flows::session::Rise;
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

/// Why it does not begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnAppRefused {
    /// The pool does not offer apps.
    NotOffered,
    /// It would take the place of another one, and the sign-in was too long ago.
    NotRecent,
}

/// How the end of setting it up ends.
#[derive(Debug)]
pub enum OwnAppOutcome {
    /// Set up. It is asked when the user switches it on, or at once where the pool asks everyone.
    Done,
    /// Set up at the account page, and asked from now on; the browser's session, in which it was proven, has this new key.
    Raised(Secret),
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

/// What was begun and waits for its first code; `None`: nothing, or the caller may not set an app up now.
pub async fn pending_own(deps: &Deps, caller: &Caller) -> Result<Option<Enrolment>, Error> {
    match refusal(deps, caller) {
        Some(_) => Ok(None),
        None => enrolment::pending(deps, &caller.pool, &caller.user).await,
    }
}

/// Whether the caller may not set an app up now.
fn refusal(deps: &Deps, caller: &Caller) -> Option<OwnAppRefused> {
    let Caller { pool, user, .. } = caller;
    if !pool.settings.second_factor.offers(Factor::Totp) {
        return Some(OwnAppRefused::NotOffered);
    }
    let replaces = user.second_factors.registered().contains(&Factor::Totp);
    let is_late = replaces && require_recent_proof(deps, caller.proven_at()).is_err();
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
    let rise = match &caller.through {
        Through::Session(login) => Some(Rise::of(deps, login, Factor::Totp)),
        Through::Token { .. } => None,
    };
    let write = async |tx: &Tx| -> Result<bool, Error> {
        // Over the API a program switches it on when it likes; who sets it up at the account page means to use it.
        let is_done = app.take_into_use(deps, tx, (pool, user), device_name, rise.is_some()).await?.is_some();
        if let Some(rise) = rise.as_ref().filter(|_| is_done) {
            rise.write(tx).await?;
        }
        Ok(is_done)
    };
    if !deps.storage.unit(write).await? {
        return Ok(OwnAppOutcome::Code(ProofRefused::AlreadyUsed));
    }
    Ok(rise.map_or(OwnAppOutcome::Done, |rise| OwnAppOutcome::Raised(rise.key())))
}

/// How taking an app away ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveAppOutcome {
    /// It is gone, and its codes open nothing from now on.
    Removed,
    /// There is none.
    NotRegistered,
    /// The pool asks everybody for a second factor, and it is the only one.
    LastOne,
    /// The sign-in was too long ago (case 157).
    NotRecent,
}

/// Takes the caller's app away; its person hears of it.
pub async fn remove_own_app(deps: &Deps, caller: &Caller) -> Result<RemoveAppOutcome, Error> {
    let Caller { pool, user, client, .. } = caller;
    if !user.second_factors.registered().contains(&Factor::Totp) {
        return Ok(RemoveAppOutcome::NotRegistered);
    }
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(RemoveAppOutcome::NotRecent);
    }
    let mut changed = User { updated_at: deps.now(), ..user.clone() };
    changed.second_factors.forget(Factor::Totp);
    let policy = &pool.settings.second_factor;
    if policy.when == SecondFactor::Required
        && changed.asked_second(policy.when, &pool.settings.second_kinds()).is_empty()
    {
        return Ok(RemoveAppOutcome::LastOne);
    }
    let event = events::of_user(deps, EventName::FactorRemoved, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        tx.totp_secrets().remove(&pool.id, user.id).await?;
        // What is trusted for a factor that is gone must not be trusted for the next one.
        tx.devices().remove_all_of(&pool.id, user.id).await?;
        messages::second_factor_removed(deps, tx, pool, user).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(RemoveAppOutcome::Removed)
}
