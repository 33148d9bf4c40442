//! The answer to "prove a second factor".

use std::sync::Arc;

use super::advance::advance;
use super::pending::{MOST_ANSWERS, MOST_SENT_ANSWERS, Waiting, find_pending};
use super::take::take;
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::code::Channel;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor, Proof};
use crate::flows::mfa::{self, ProofRefused};
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
    Code(ProofRefused),
}

/// Takes a proof of `factor` and goes on with the sign-in. Only what is asked is taken: with several, the
/// person chooses first. A recovery code does whatever is asked.
pub async fn answer_second(
    deps: &Deps,
    answer: CodeAnswer,
    factor: Factor,
) -> Result<Result<Outcome, CodeRefused>, Error> {
    let CodeAnswer { pool, client, handle, holder, code } = answer;
    let found = find_pending(deps, &pool, &client, &handle, &holder).await?;
    let Some(Waiting { row, user, challenge: Challenge::SecondFactor { asked, .. } }) = found else {
        return Ok(Err(CodeRefused::SessionInvalid));
    };
    let is_recovery = factor == Factor::RecoveryCode;
    if asked != Some(factor) && !is_recovery {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, most_answers(factor), deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let checked = match Channel::of(factor) {
        Some(channel) => {
            mfa::check_sent(deps, (&pool, &user), channel, (row.id, row.code_hash.as_deref()), &code).await?
        }
        None if is_recovery => mfa::check_recovery(deps, &pool, &user, &code).await?,
        None => mfa::check_totp(deps, &pool, &user, &code).await?,
    };
    let right = match checked {
        Ok(right) => right,
        Err(refused) => return Ok(Err(CodeRefused::Code(refused))),
    };
    let use_up = async |tx: &Tx| Ok(right.consume(deps, tx, &pool, &user).await?.then_some(()));
    if let Err(refused) = take(deps, row.id, use_up).await? {
        return Ok(Err(refused));
    }
    let sign_in = row.sign_in.with(Proof::Factor(right.factor()), deps.now());
    advance(deps, &pool, sign_in, user, (&client, &holder), None).await.map(Ok)
}

/// Answers that a sign-in takes while it waits for `factor`.
pub(super) fn most_answers(factor: Factor) -> i32 {
    if Channel::of(factor).is_some() { MOST_SENT_ANSWERS } else { MOST_ANSWERS }
}
