//! The answer to "choose a new password": replaces a temporary one and gives the required attributes that are missing.

use std::sync::Arc;

use super::advance::{advance, binding_hash};
use super::{Holder, Outcome};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, PasswordProblem, Pool};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::Proof;
use crate::domain::user::{Attributes, User, UserStatus};
use crate::flows::{Deps, Error, aliases, events, messages};
use crate::storage::{StoredSignIn, Tx, UserWrite};

/// Answers that one pending sign-in takes before it ends.
const MOST_ANSWERS: i32 = 10;

/// The answer.
#[derive(Debug)]
pub struct NewPassword {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// The new password.
    pub password: Secret,
    /// Attributes given with it.
    pub attributes: Attributes,
}

/// Why the answer was not taken. All but the first leave the sign-in pending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewPasswordRefused {
    /// The handle is unknown, of another client or browser, over, or used.
    SessionInvalid,
    /// The password does not do.
    Password(Vec<PasswordProblem>),
    /// Attributes do not fit, or required ones are missing.
    Attributes(Vec<AttributeProblem>),
    /// Another user signs in with one of the attributes.
    AliasTaken(IdentifierKind),
}

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

/// Sets the new password and goes on with the sign-in.
pub async fn answer_new_password(
    deps: &Deps,
    answer: NewPassword,
) -> Result<Result<Outcome, NewPasswordRefused>, Error> {
    let NewPassword { pool, client, handle, holder, password, attributes } = answer;
    let Some((row, user)) = find_pending(deps, &pool, &client, &handle, &holder).await? else {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    };
    let problems = pool.settings.password.problems(password.expose_secret());
    if !problems.is_empty() {
        return Ok(Err(NewPasswordRefused::Password(problems)));
    }
    let given = match merged(&pool, &client, &user, attributes) {
        Ok(given) => given,
        Err(problems) => return Ok(Err(NewPasswordRefused::Attributes(problems))),
    };
    let named = User { status: UserStatus::Confirmed, attributes: given.clone(), ..user.clone() };
    if let Some(kind) = aliases::taken(deps, &pool, &named).await? {
        return Ok(Err(NewPasswordRefused::AliasTaken(kind)));
    }
    let place = deps.hasher.keep_place(pool.id.as_str())?;
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, MOST_ANSWERS, deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    }
    let hash = deps.hasher.hash(place, &password).await?;
    let Some(user) = set(deps, &pool, &row, user, hash, given).await? else {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    };
    let sign_in = row.sign_in.with(Proof::NewPassword, deps.now());
    advance(deps, &pool, sign_in, user, (&client, &holder), None).await.map(Ok)
}

/// The user and the missing attributes of a pending sign-in, for the page that asks; `None` when it is over.
pub async fn pending_new_password(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<(User, Vec<String>)>, Error> {
    let found = find_pending(deps, pool, client, handle, holder).await?;
    Ok(found.map(|(_, user)| {
        let missing = pool.settings.schema.missing(&user.attributes);
        (user, missing)
    }))
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

/// The sign-in of this handle, dead or alive.
async fn find_row(deps: &Deps, handle: &str) -> Result<Option<StoredSignIn>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SignInHandle, handle) {
        if let Some(row) = deps.storage.read().sign_ins().find_by_handle(&hash).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

async fn find_pending(
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
    // Somebody else may have set a password or disabled the account since (case 45).
    let user = user.filter(|user| {
        user.enabled && user.status == UserStatus::ForceChangePassword && !user.has_ended(row.sign_in.epoch)
    });
    Ok(user.map(|user| (row, user)))
}

/// The user's attributes with the given ones, or what is wrong with those.
fn merged(pool: &Pool, client: &Client, user: &User, given: Attributes) -> Result<Attributes, Vec<AttributeProblem>> {
    let mut problems = Vec::new();
    let mut attributes = user.attributes.clone();
    for (name, value) in given {
        let set_before = user.attribute(&name).is_some();
        if !client.settings.writes(&name) {
            problems.push(AttributeProblem::NotWritable(name));
        } else if set_before && user.attribute(&name) != Some(&value) {
            problems.push(AttributeProblem::Immutable(name));
        } else if let Err(problem) = pool.settings.check_attribute(&name, &value) {
            problems.push(problem);
        } else if !value.is_empty() {
            attributes.insert(name, value);
        }
    }
    problems.extend(pool.settings.schema.missing(&attributes).into_iter().map(AttributeProblem::Missing));
    if problems.is_empty() { Ok(attributes) } else { Err(problems) }
}

/// Writes it: the handle is used up and the password is set in one transaction, or neither.
async fn set(
    deps: &Deps,
    pool: &Pool,
    row: &StoredSignIn,
    mut user: User,
    hash: String,
    attributes: Attributes,
) -> Result<Option<User>, Error> {
    let now = deps.now();
    let read_version = user.version;
    user.password = Some(hash);
    user.temporary_until = None;
    user.status = UserStatus::Confirmed;
    user.attributes = attributes;
    user.updated_at = now;
    let write = async |tx: &Tx| -> Result<bool, Error> {
        if !tx.sign_ins().consume(row.id, now).await? {
            return Ok(false);
        }
        if tx.users().save(&user, read_version, &pool.settings).await? != UserWrite::Done {
            return Ok(false);
        }
        tx.events().add(&events::of_user(deps, EventName::PasswordChanged, &pool.id, user.id, None)).await?;
        messages::password_changed(deps, tx, pool, &user).await?;
        Ok(true)
    };
    let is_set = deps.storage.unit(write).await?;
    user.version = read_version + 1;
    Ok(is_set.then_some(user))
}
