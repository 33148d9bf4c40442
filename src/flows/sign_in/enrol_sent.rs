//! A code that is sent is set up as the second factor inside a sign-in that must not end without one: the person says where
//! it is to go, and the code that comes back proves the contact and is the second proof.
//!
//! Until then nothing of the account changes. Where to is the person's word: only the first factor stands behind it, so
//! that such a code counts as every other that a stranger sets off (lesson L8).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::advance::{Kept, advance, keep};
use super::pending::{MOST_GUESSES, Waiting, find_pending};
use super::second_factor::{CodeAnswer, CodeRefused};
use super::take::take;
use super::{Enrolled, Holder, Outcome, Pending};
use crate::domain::client::Client;
use crate::domain::code::{Channel, Destination};
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Pool};
use crate::domain::sign_in::{Challenge, Enrolling, Factor, Proof, SignIn};
use crate::domain::user::{User, Wish};
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::mfa::{self, FreshCodes, SentCode};
use crate::flows::risk::{Aftermath, Clues};
use crate::flows::{Deps, Error, Undeliverable, aliases, events, messages};
use crate::storage::{StoredSignIn, Tx, UserWrite};

/// Where the codes are to go from now on.
#[derive(Debug)]
pub struct SentEnrolment {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// The way on which they are to be sent.
    pub channel: Channel,
    /// The address, or the number.
    pub address: String,
}

/// Why no code was sent. The sign-in goes on waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentEnrolmentRefused {
    /// No sign-in waits for that here.
    SessionInvalid,
    /// That is no contact, or not one that this person can have here.
    Attribute(AttributeProblem),
    /// Another user signs in with it.
    Taken(IdentifierKind),
    /// Nothing can be sent there.
    Undeliverable(Undeliverable),
    /// Enough for now.
    LimitExceeded,
}

/// Sends a code to the contact that is to become the second factor, and asks for it under the same handle.
pub async fn begin_sent_enrolment(
    deps: &Deps,
    asked: SentEnrolment,
) -> Result<Result<Pending, SentEnrolmentRefused>, Error> {
    let SentEnrolment { pool, client, handle, holder, channel, address } = asked;
    let found = find_pending(deps, &pool, &client, &handle, &holder).await?;
    let Some((row, user, choices)) = found.and_then(waiting_to_enrol) else {
        return Ok(Err(SentEnrolmentRefused::SessionInvalid));
    };
    if !choices.contains(&channel.factor()) || row.attempts >= MOST_GUESSES {
        return Ok(Err(SentEnrolmentRefused::SessionInvalid));
    }
    let to = Destination { contact: channel.contact(), address: address.trim() };
    if let Some(problem) = problem(&pool, &client, &user, to) {
        return Ok(Err(SentEnrolmentRefused::Attribute(problem)));
    }
    if let Some(kind) = aliases::taken(deps, &pool, &user.with_proven(to)).await? {
        return Ok(Err(SentEnrolmentRefused::Taken(kind)));
    }
    match may_ask(deps, &pool, Some(&user), "", Some(to)).await? {
        Asked::Send => {}
        Asked::Undeliverable(why) => return Ok(Err(SentEnrolmentRefused::Undeliverable(why))),
        Asked::SendNothing | Asked::Refused => return Ok(Err(SentEnrolmentRefused::LimitExceeded)),
    }
    let code = SentCode::to(deps, channel, to.address);
    let enrolling = Enrolling { factor: channel.factor(), address: to.address.to_owned() };
    let enrols = row.sign_in.clone().enrolling(enrolling.clone());
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let hash = code.hash(deps, row.id);
        if !tx.sign_ins().ask(row.id, &enrols, Some(&hash), (MOST_GUESSES, deps.now())).await? {
            return Ok(false);
        }
        code.queue(deps, tx, (&pool, &user), holder.language(), row.expires_at).await?;
        Ok(true)
    };
    if !deps.storage.unit(write).await? {
        return Ok(Err(SentEnrolmentRefused::SessionInvalid));
    }
    let challenge = Challenge::EnrolSent { enrolling, choices };
    Ok(Ok(Pending { challenge, user, handle, delivery: Some(code.delivery()), passkey: None }))
}

/// Takes the code and leaves the sign-in waiting for [`super::finish_enrolment`], as with an app: a browser is given
/// recovery codes in between.
pub async fn prove_sent_enrolment(deps: &Deps, answer: CodeAnswer) -> Result<Result<Enrolled, CodeRefused>, Error> {
    let found = find_pending(deps, &answer.pool, &answer.client, &answer.handle, &answer.holder).await?;
    let Some(Waiting { row, user, challenge: Challenge::EnrolSent { enrolling, .. } }) = found else {
        return Ok(Err(CodeRefused::SessionInvalid));
    };
    let (sign_in, user, codes) = match prove(deps, &answer, (row, user, enrolling)).await? {
        Ok(proven) => proven,
        Err(refused) => return Ok(Err(refused)),
    };
    let kept = Kept {
        sign_in,
        client: &answer.client,
        holder: &answer.holder,
        clears: None,
        code: None,
        aftermath: Aftermath::default(),
    };
    let (_, handle) = keep(deps, (&answer.pool, &user), kept).await?;
    Ok(Ok(Enrolled { handle, codes: codes.map(FreshCodes::shown).unwrap_or_default() }))
}

/// Takes the code and goes on with the sign-in.
pub(super) async fn answer(
    deps: &Deps,
    answer: &CodeAnswer,
    waiting: (StoredSignIn, User, Enrolling),
) -> Result<Result<Outcome, CodeRefused>, Error> {
    let (sign_in, user, _) = match prove(deps, answer, waiting).await? {
        Ok(proven) => proven,
        Err(refused) => return Ok(Err(refused)),
    };
    advance(deps, &answer.pool, sign_in, user, (&answer.client, &answer.holder), (None, Clues::default())).await.map(Ok)
}

/// The code is right: the contact is proven and switched on as a factor, recovery codes are kept, and the handle is used
/// up, all in one transaction; or nothing is.
async fn prove(
    deps: &Deps,
    answer: &CodeAnswer,
    (row, user, Enrolling { factor, address }): (StoredSignIn, User, Enrolling),
) -> Result<Result<(SignIn, User, Option<FreshCodes>), CodeRefused>, Error> {
    let CodeAnswer { pool, client, holder, code, .. } = answer;
    let Some(channel) = Channel::of(factor) else { return Ok(Err(CodeRefused::SessionInvalid)) };
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, MOST_GUESSES, deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(CodeRefused::SessionInvalid));
    }
    let sent = (row.id, row.code_hash.as_deref());
    let right = match mfa::check_sent(deps, (pool, &user), (channel, Some(&address)), sent, code).await? {
        Ok(right) => right,
        Err(refused) => return Ok(Err(CodeRefused::Code(refused))),
    };
    let mut changed = user.with_proven(Destination { contact: channel.contact(), address: &address });
    changed.updated_at = deps.now();
    let wish = Wish { factor, is_enabled: true, is_preferred: changed.second_factors.preferred().is_none() };
    let provable = changed.provable();
    changed.second_factors.wish(&[wish], &provable);
    let is_shown = matches!(holder, Holder::Browser { .. });
    let needs_codes = is_shown && deps.storage.read().recovery_codes().left(&pool.id, user.id).await? == 0;
    let codes = needs_codes.then(|| FreshCodes::make(deps, pool, &user));
    let set_up = async |tx: &Tx| -> Result<Option<User>, Error> {
        match tx.users().save(&changed, user.version, &pool.settings).await? {
            UserWrite::Done => {}
            // Somebody else has proven it meanwhile: this code proves nothing any more.
            UserWrite::Conflict(_) => return Ok(None),
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
        }
        if !right.consume(deps, tx, pool, &user).await? {
            return Ok(None);
        }
        if let Some(codes) = &codes {
            codes.keep(deps, tx, pool, &user).await?;
        }
        for name in [EventName::UserUpdated, EventName::FactorRegistered] {
            tx.events().add(&events::of_user(deps, name, &pool.id, user.id, Some(&client.id))).await?;
        }
        messages::second_factor_added(deps, tx, pool, &user).await?;
        Ok(Some(User { version: user.version + 1, ..changed.clone() }))
    };
    let proof = Proof::Factor(factor);
    Ok(take(deps, row.id, set_up).await?.map(|user| (row.sign_in.with(proof, deps.now()), user, codes)))
}

/// A sign-in in which something is to be set up, whose it is, and what would do.
fn waiting_to_enrol(waiting: Waiting) -> Option<(StoredSignIn, User, BTreeSet<Factor>)> {
    let Waiting { row, user, challenge } = waiting;
    let (Challenge::EnrolFactor(choices) | Challenge::EnrolSent { choices, .. }) = challenge else { return None };
    Some((row, user, choices))
}

/// What is wrong with `to` as a contact of `user`: it is none, the client may not write it, or they have another that
/// cannot be changed.
fn problem(pool: &Pool, client: &Client, user: &User, to: Destination<'_>) -> Option<AttributeProblem> {
    let name = to.contact.attribute();
    if to.address.is_empty() {
        return Some(AttributeProblem::Missing(name.to_owned()));
    }
    if let Err(problem) = pool.settings.check_attribute(name, to.address) {
        return Some(problem);
    }
    let changes = user.attribute(name).is_some_and(|held| held != to.address);
    if !client.settings.writes(name) {
        return Some(AttributeProblem::NotWritable(name.to_owned()));
    }
    (changes && !pool.settings.schema.is_mutable(name)).then(|| AttributeProblem::Immutable(name.to_owned()))
}
