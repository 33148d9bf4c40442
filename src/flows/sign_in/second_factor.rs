//! The answer to "prove a second factor".

use std::sync::Arc;

use super::advance::advance;
use super::pending::{MOST_ANSWERS, MOST_GUESSES, Waiting, find_pending};
use super::take::take;
use super::{Holder, Outcome, enrol_sent};
use crate::domain::client::Client;
use crate::domain::code::Channel;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor, Proof};
use crate::flows::mfa::{self, ProofRefused};
use crate::flows::risk::Clues;
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
/// person chooses first. A recovery code does whatever is asked, and stands in for nothing that is still to be set up.
pub async fn answer_second(
    deps: &Deps,
    answer: CodeAnswer,
    factor: Factor,
) -> Result<Result<Outcome, CodeRefused>, Error> {
    let found = find_pending(deps, &answer.pool, &answer.client, &answer.handle, &answer.holder).await?;
    let (row, user, asked) = match found {
        Some(Waiting { row, user, challenge: Challenge::SecondFactor { asked, .. } }) => (row, user, asked),
        Some(Waiting { row, user, challenge: Challenge::EnrolSent { enrolling, .. } })
            if enrolling.factor == factor =>
        {
            return enrol_sent::answer(deps, &answer, (row, user, enrolling)).await;
        }
        _ => return Ok(Err(CodeRefused::SessionInvalid)),
    };
    let CodeAnswer { pool, client, holder, code, .. } = answer;
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
            let contact = channel.contact();
            let address = user.attribute(contact.attribute()).filter(|_| user.has_verified(contact));
            let sent = (row.id, row.code_hash.as_deref());
            mfa::check_sent(deps, (&pool, &user), (channel, address), sent, &code).await?
        }
        None if factor == Factor::Passkey => {
            mfa::check_passkey(deps, (&pool, &user), (row.id, row.attempts), &code).await?
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
    advance(deps, &pool, sign_in, user, (&client, &holder), (None, Clues::default())).await.map(Ok)
}

/// Answers that a sign-in takes while it waits for `factor`: five guesses at what can be guessed, after which the first factor
/// is to be proven again (case 150).
pub(super) fn most_answers(factor: Factor) -> i32 {
    if factor == Factor::Passkey { MOST_ANSWERS } else { MOST_GUESSES }
}
