//! Sign-ins that wait for an answer: found by their handle, in the hands in which they were left, as long as what they ask
//! is still what the machine would ask.

use serde_json::Value;

use super::Holder;
use super::advance::{asked_channel, binding_hash, factors_of, policy_for};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::{Client, ClientId};
use crate::domain::code::{Channel, Delivery};
use crate::domain::pool::Pool;
use crate::domain::sign_in::{Challenge, Factor, Step, next_step};
use crate::domain::user::User;
use crate::flows::{Deps, Error, mfa};
use crate::storage::StoredSignIn;

/// Answers that one pending sign-in takes before it ends.
pub(super) const MOST_ANSWERS: i32 = 10;
/// Answers that it takes where a code is asked for: five burn the code that was sent, and another one for the same sign-in
/// brings no new guesses (case 143); nor has an app or a recovery code more (case 150).
pub(super) const MOST_GUESSES: i32 = 5;

/// Why the handle of a sign-in does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionProblem {
    /// Not ours, of another client, or overtaken by what became of the account.
    Invalid,
    /// Its time is over.
    Expired,
    /// It was answered before.
    Used,
}

/// A sign-in that waits.
pub(super) struct Waiting {
    /// Its row.
    pub(super) row: StoredSignIn,
    /// Who is signing in, as they are now.
    pub(super) user: User,
    /// What is asked of them.
    pub(super) challenge: Challenge,
}

/// What a sign-in that waits asks, and of whom.
#[derive(Debug)]
pub struct Asked {
    /// Who is signing in, as they are now.
    pub user: User,
    /// What is asked of them.
    pub challenge: Challenge,
    /// Where a code was sent; `None` where none is asked for, or none could be sent.
    pub delivery: Option<Delivery>,
    /// What the browser is to be given, where a passkey is asked for and the person has one that works here.
    pub passkey: Option<Value>,
}

/// What is asked where the sign-in of this handle waits here; `None` when it does not.
pub async fn pending_challenge(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<Asked>, Error> {
    let found = find_pending(deps, pool, client, handle, holder).await?;
    let Some(Waiting { row, user, challenge }) = found else { return Ok(None) };
    let delivery = match (&challenge, &row.code_hash) {
        (Challenge::EnrolSent { enrolling, .. }, Some(_)) => {
            Channel::of(enrolling.factor).map(|channel| channel.delivery(&enrolling.address))
        }
        (challenge, Some(_)) => asked_channel(challenge)
            .map(|channel| channel.delivery(user.attribute(channel.contact().attribute()).unwrap_or_default())),
        (_, None) => None,
    };
    let passkey = if matches!(challenge, Challenge::SecondFactor { asked: Some(Factor::Passkey), .. }) {
        mfa::ask_passkey(deps, (pool, &user), (row.id, row.attempts)).await?
    } else {
        None
    };
    Ok(Some(Asked { user, challenge, delivery, passkey }))
}

/// Who is signing in, where the sign-in of this handle lives here, whatever it waits for.
pub async fn pending_user(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<User>, Error> {
    Ok(find_live(deps, pool, client, handle, holder).await?.map(|(_, user)| user))
}

/// Why the handle of a sign-in does not hold, for the client that was given it. To any other it is merely invalid.
pub async fn session_problem(deps: &Deps, client: &Client, handle: &str) -> Result<SessionProblem, Error> {
    let row = find_row(deps, handle).await?.filter(|row| row.sign_in.client == client.id);
    Ok(match row {
        Some(row) if row.consumed_at.is_some() => SessionProblem::Used,
        Some(row) if deps.now() >= row.expires_at => SessionProblem::Expired,
        Some(_) | None => SessionProblem::Invalid,
    })
}

/// The client for which the sign-in of this handle is, dead or alive; `None`: not ours.
pub async fn client_of(deps: &Deps, handle: &str) -> Result<Option<ClientId>, Error> {
    Ok(find_row(deps, handle).await?.map(|row| row.client))
}

/// The sign-in of this handle, dead or alive.
pub(super) async fn find_row(deps: &Deps, handle: &str) -> Result<Option<StoredSignIn>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SignInHandle, handle) {
        if let Some(row) = deps.storage.read().sign_ins().find_by_handle(&hash).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// The sign-in of this handle with what it waits for.
pub(super) async fn find_pending(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<Waiting>, Error> {
    let Some((row, user)) = find_live(deps, pool, client, handle, holder).await? else { return Ok(None) };
    // Somebody else may have set a password, switched a factor off or disabled the account since (case 45).
    Ok(
        match next_step(&policy_for(pool, &client.id), &factors_of(pool, &user, &row.sign_in, deps.now()), &row.sign_in)
        {
            Step::Challenge(challenge) => Some(Waiting { row, user, challenge }),
            Step::Refused(_) | Step::Complete(_) => None,
        },
    )
}

/// The sign-in of this handle and its user, if it is neither used nor over and was left in these hands.
pub(super) async fn find_live(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<(StoredSignIn, User)>, Error> {
    let Some(row) = find_row(deps, handle).await? else { return Ok(None) };
    let holds = row.consumed_at.is_none()
        && deps.now() < row.expires_at
        && row.sign_in.pool == pool.id
        && row.sign_in.client == client.id
        && row.binding_hash == binding_hash(deps, holder);
    if !holds {
        return Ok(None);
    }
    let user = deps.storage.read().users().find(&pool.id, row.sign_in.user).await?;
    Ok(user.filter(|user| !user.has_ended(row.sign_in.epoch)).map(|user| (row, user)))
}
