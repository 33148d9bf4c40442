//! The answer to "prove a second factor".

use std::sync::Arc;

use super::advance::advance;
use super::pending::{MOST_ANSWERS, Waiting, find_pending};
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor, Proof};
use crate::flows::mfa::{self, TotpRefused};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// A code that answers.
#[derive(Debug)]
pub struct CodeAnswer {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// The code.
    pub code: String,
}

/// Why the answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefused {
    /// The handle is unknown, of another client or browser, over, or used; or something else is asked.
    SessionInvalid,
    /// The code does not do; the sign-in still waits.
    Code(TotpRefused),
}

/// Takes the code of an authenticator app and goes on with the sign-in.
pub async fn answer_totp(deps: &Deps, answer: CodeAnswer) -> Result<Result<Outcome, CodeRefused>, Error> {
    let CodeAnswer { pool, client, handle, holder, code } = answer;
    let found = find_pending(deps, &pool, &client, &handle, &holder).await?;
    let Some(Waiting { row, user, challenge: Challenge::SecondFactor(choices) }) = found else {
        return Ok(Err(CodeRefused::SessionInvalid));
    };
    if !choices.contains(&Factor::Totp) {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, MOST_ANSWERS, deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let right = match mfa::check(deps, &pool, &user, &code).await? {
        Ok(right) => right,
        Err(refused) => return Ok(Err(CodeRefused::Code(refused))),
    };
    let now = deps.now();
    let take = async |tx: &Tx| -> Result<bool, Error> {
        // The code first: where it is refused, the sign-in goes on waiting.
        Ok(right.consume(tx, &user).await? && tx.sign_ins().consume(row.id, now).await?)
    };
    if !deps.storage.unit(take).await? {
        return Ok(Err(CodeRefused::Code(TotpRefused::AlreadyUsed)));
    }
    let sign_in = row.sign_in.with(Proof::Factor(Factor::Totp), now);
    advance(deps, &pool, sign_in, user, (&client, &holder), None).await.map(Ok)
}
