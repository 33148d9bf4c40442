//! "Another way": the person says which second factor is to be asked for, or asks for another code.
//!
//! The sign-in goes on under the same handle, with the answers counted that it took before.

use std::sync::Arc;

use super::advance::asked_channel;
use super::pending::{Waiting, find_pending};
use super::second_factor::most_answers;
use super::{Holder, Pending};
use crate::domain::client::Client;
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor};
use crate::flows::mfa::SentCode;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// A choice among the second factors that a sign-in would take.
#[derive(Debug)]
pub struct Choice {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// What is to be asked for.
    pub factor: Factor,
}

/// Why a choice is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceRefused {
    /// No sign-in waits here for a second factor, or not any more.
    SessionInvalid,
    /// That would not do; the sign-in still waits.
    NotAChoice,
}

/// Asks for the chosen factor, and sends its code.
pub async fn choose_second(deps: &Deps, choice: Choice) -> Result<Result<Pending, ChoiceRefused>, Error> {
    let Choice { pool, client, handle, holder, factor } = choice;
    let found = find_pending(deps, &pool, &client, &handle, &holder).await?;
    let Some(Waiting { row, user, challenge: Challenge::SecondFactor { choices, .. } }) = found else {
        return Ok(Err(ChoiceRefused::SessionInvalid));
    };
    if !choices.contains(&factor) {
        return Ok(Err(ChoiceRefused::NotAChoice));
    }
    if row.attempts >= most_answers(factor) {
        return Ok(Err(ChoiceRefused::SessionInvalid));
    }
    let challenge = Challenge::SecondFactor { asked: Some(factor), choices };
    let code = match asked_channel(&challenge) {
        Some(channel) => SentCode::reserve(deps, &pool, &user, channel).await?,
        None => None,
    };
    let (asked, now) = (row.sign_in.clone().choosing(factor), deps.now());
    let write = async |tx: &Tx| -> Result<bool, Error> {
        // Where no other can be sent for now, the one that was still holds.
        let hash = code.as_ref().map(|code| code.hash(deps, row.id)).or_else(|| row.code_hash.clone());
        if !tx.sign_ins().ask(row.id, &asked, hash.as_deref(), (most_answers(factor), now)).await? {
            return Ok(false);
        }
        if let Some(code) = &code {
            code.queue(deps, tx, (&pool, &user), holder.language(), row.expires_at).await?;
        }
        Ok(true)
    };
    let is_asked = deps.storage.unit(write).await?;
    let delivery = code.as_ref().map(SentCode::delivery);
    Ok(if is_asked { Ok(Pending { challenge, user, handle, delivery }) } else { Err(ChoiceRefused::SessionInvalid) })
}
