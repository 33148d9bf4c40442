//! The answer to "set up a second factor first": an authenticator app is set up inside the sign-in, and its first code is
//! the second proof.

use std::sync::Arc;

use super::advance::{Kept, advance, keep};
use super::pending::{MOST_ANSWERS, Waiting, find_live, find_pending};
use super::second_factor::{CodeAnswer, CodeRefused};
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor, Proof, SignIn};
use crate::domain::user::User;
use crate::flows::mfa::{self, Enrolment, ProofRefused};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// Makes the secret of an app for a sign-in that waits for one; `None`: none waits here.
pub async fn begin_enrolment(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<Enrolment>, Error> {
    match find_enrolling(deps, pool, client, handle, holder).await? {
        Some(waiting) => mfa::begin(deps, pool, &waiting.user).await.map(Some),
        None => Ok(None),
    }
}

/// The secret that was made, to be shown again; `None`: no sign-in waits here, or the secret's time is over.
pub async fn pending_enrolment(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<Enrolment>, Error> {
    match find_enrolling(deps, pool, client, handle, holder).await? {
        Some(waiting) => mfa::pending(deps, pool, &waiting.user).await,
        None => Ok(None),
    }
}

/// Takes the first code of the app and goes on with the sign-in.
pub async fn answer_enrolment(
    deps: &Deps,
    answer: CodeAnswer,
    device_name: &str,
) -> Result<Result<Outcome, CodeRefused>, Error> {
    let CodeAnswer { pool, client, holder, .. } = &answer;
    match prove(deps, &answer, device_name).await? {
        Ok((sign_in, user)) => advance(deps, pool, sign_in, user, (client, holder), None).await.map(Ok),
        Err(refused) => Ok(Err(refused)),
    }
}

/// Takes the first code of the app, and leaves the sign-in waiting for [`finish_enrolment`] under the handle that it
/// answers (`VerifySoftwareToken` with a Session).
pub async fn prove_enrolment(
    deps: &Deps,
    answer: CodeAnswer,
    device_name: &str,
) -> Result<Result<String, CodeRefused>, Error> {
    match prove(deps, &answer, device_name).await? {
        Ok((sign_in, user)) => {
            let kept = Kept { sign_in, client: &answer.client, holder: &answer.holder, clears: None, code: None };
            keep(deps, (&answer.pool, &user), kept).await.map(Ok)
        }
        Err(refused) => Ok(Err(refused)),
    }
}

/// Goes on with a sign-in in which an app was set up; `None`: none waits here.
pub async fn finish_enrolment(
    deps: &Deps,
    (pool, client): (&Arc<Pool>, &Arc<Client>),
    handle: &str,
    holder: &Holder,
) -> Result<Option<Outcome>, Error> {
    let Some((row, user)) = find_live(deps, pool, client, handle, holder).await? else { return Ok(None) };
    if row.sign_in.proofs.last() != Some(&Proof::Factor(Factor::Totp)) {
        return Ok(None);
    }
    if !deps.storage.unit(async |tx: &Tx| tx.sign_ins().consume(row.id, deps.now()).await).await? {
        return Ok(None);
    }
    advance(deps, pool, row.sign_in, user, (client, holder), None).await.map(Some)
}

/// The code is right, its secret is in use and the handle is used up, all in one transaction; or nothing is.
async fn prove(
    deps: &Deps,
    answer: &CodeAnswer,
    device_name: &str,
) -> Result<Result<(SignIn, User), CodeRefused>, Error> {
    let CodeAnswer { pool, client, handle, holder, code } = answer;
    let Some(Waiting { row, user, .. }) = find_enrolling(deps, pool, client, handle, holder).await? else {
        return Ok(Err(CodeRefused::SessionInvalid));
    };
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, MOST_ANSWERS, deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let app = match mfa::prove(deps, pool, &user, code).await? {
        Ok(app) => app,
        Err(refused) => return Ok(Err(CodeRefused::Code(refused))),
    };
    let now = deps.now();
    let take = async |tx: &Tx| -> Result<Option<User>, Error> {
        // The code first: where it is refused, the sign-in goes on waiting.
        let changed = app.take_into_use(deps, tx, (pool, &user), device_name, true).await?;
        Ok(if changed.is_some() && tx.sign_ins().consume(row.id, now).await? { changed } else { None })
    };
    let Some(user) = deps.storage.unit(take).await? else {
        return Ok(Err(CodeRefused::Code(ProofRefused::AlreadyUsed)));
    };
    Ok(Ok((row.sign_in.with(Proof::Factor(Factor::Totp), now), user)))
}

async fn find_enrolling(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<Waiting>, Error> {
    let found = find_pending(deps, pool, client, handle, holder).await?;
    let is_asked =
        |challenge: &Challenge| matches!(challenge, Challenge::EnrolFactor(kinds) if kinds.contains(&Factor::Totp));
    Ok(found.filter(|waiting| is_asked(&waiting.challenge)))
}
