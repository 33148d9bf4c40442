//! The answer to "set up a second factor first": an authenticator app is set up inside the sign-in, and its first code is
//! the second proof.

use std::sync::Arc;

use super::advance::{Kept, advance, keep};
use super::pending::{MOST_ANSWERS, Waiting, find_live, find_pending};
use super::second_factor::{CodeAnswer, CodeRefused};
use super::take::take;
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Challenge, Factor, Proof, SignIn};
use crate::domain::user::User;
use crate::flows::mfa::{self, Enrolment, FreshCodes};
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

/// A sign-in in which an app was set up just now.
#[derive(Debug)]
pub struct Enrolled {
    /// The handle under which it goes on, by [`finish_enrolment`].
    pub handle: String,
    /// Recovery codes, to be shown now and never again; none where the person has some.
    pub codes: Vec<Secret>,
}

/// Takes the first code of the app, and leaves the sign-in waiting for [`finish_enrolment`] under the handle that it
/// answers (`VerifySoftwareToken` with a Session). A browser is given the person's first recovery codes with it; an API
/// that has no member for them is not.
pub async fn prove_enrolment(
    deps: &Deps,
    answer: CodeAnswer,
    device_name: &str,
) -> Result<Result<Enrolled, CodeRefused>, Error> {
    let (sign_in, user, codes) = match prove(deps, &answer, device_name).await? {
        Ok(proven) => proven,
        Err(refused) => return Ok(Err(refused)),
    };
    let kept = Kept { sign_in, client: &answer.client, holder: &answer.holder, clears: None, code: None };
    let handle = keep(deps, (&answer.pool, &user), kept).await?;
    Ok(Ok(Enrolled { handle, codes: codes.map(FreshCodes::shown).unwrap_or_default() }))
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

/// The code is right, its secret is in use, the handle is used up and recovery codes are kept, all in one transaction; or
/// nothing is.
async fn prove(
    deps: &Deps,
    answer: &CodeAnswer,
    device_name: &str,
) -> Result<Result<(SignIn, User, Option<FreshCodes>), CodeRefused>, Error> {
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
    let is_shown = matches!(holder, Holder::Browser { .. });
    let needs_codes = is_shown && deps.storage.read().recovery_codes().left(&pool.id, user.id).await? == 0;
    let codes = needs_codes.then(|| FreshCodes::make(deps, pool, &user));
    let set_up = async |tx: &Tx| -> Result<Option<User>, Error> {
        let changed = app.take_into_use(deps, tx, (pool, &user), device_name, true).await?;
        if let Some(codes) = codes.as_ref().filter(|_| changed.is_some()) {
            codes.keep(deps, tx, pool, &user).await?;
        }
        Ok(changed)
    };
    Ok(take(deps, row.id, set_up).await?.map(|user| {
        let sign_in = row.sign_in.with(Proof::Factor(Factor::Totp), deps.now());
        (sign_in, user, codes)
    }))
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
