//! The answer to "choose a new password": replaces a temporary one and gives the required attributes that are missing.

use std::sync::Arc;

use super::advance::{advance, binding_hash};
use super::{Holder, Outcome};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::pool::{AttributeProblem, PasswordProblem, Pool};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::Proof;
use crate::domain::user::{Attributes, User, UserStatus};
use crate::flows::{Deps, Error, events, messages};
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
    let reserved = async |tx: &Tx| tx.sign_ins().reserve_attempt(row.id, MOST_ANSWERS, deps.now()).await;
    if !deps.storage.unit(reserved).await? {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    }
    let hash = deps.hasher.hash(pool.id.as_str(), &password).await?;
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

async fn find_pending(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    handle: &str,
    holder: &Holder,
) -> Result<Option<(StoredSignIn, User)>, Error> {
    let repos = deps.storage.read();
    let hashes = bearer::lookup(&deps.ring, MacPurpose::SignInHandle, handle);
    let mut found = None;
    for hash in hashes {
        found = found.or(repos.sign_ins().find_by_handle(&hash).await?);
    }
    let Some(row) = found else { return Ok(None) };
    let holds = row.consumed_at.is_none()
        && deps.now() < row.expires_at
        && row.sign_in.pool == pool.id
        && row.sign_in.client == client.id
        && row.binding_hash == binding_hash(deps, holder);
    if !holds {
        return Ok(None);
    }
    let user = repos.users().find(&pool.id, row.sign_in.user).await?;
    // Somebody else may have set a password or disabled the account since (case 45).
    let user = user.filter(|user| {
        user.enabled && user.status == UserStatus::ForceChangePassword && !user.signed_out_since(row.created_at)
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
        } else if let Err(problem) = pool.settings.schema.check(&name, &value) {
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
