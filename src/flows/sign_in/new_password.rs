//! The answer to "choose a new password": replaces a temporary one and gives the required attributes that are missing.

use std::sync::Arc;

use super::advance::advance;
use super::pending::{MOST_ANSWERS, Waiting, find_pending};
use super::{Holder, Outcome};
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, PasswordProblem, Pool};
use crate::domain::secret::Secret;
use crate::domain::sign_in::{Challenge, Proof};
use crate::domain::user::{Attributes, User, UserStatus};
use crate::flows::risk::Clues;
use crate::flows::{Deps, Error, aliases, chosen_password, events, messages};
use crate::storage::{StoredSignIn, Tx, UserWrite};

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

/// Sets the new password and goes on with the sign-in.
pub async fn answer_new_password(
    deps: &Deps,
    answer: NewPassword,
) -> Result<Result<Outcome, NewPasswordRefused>, Error> {
    let NewPassword { pool, client, handle, holder, password, attributes } = answer;
    let found = find_pending(deps, &pool, &client, &handle, &holder).await?;
    let Some(Waiting { row, user, challenge: Challenge::NewPassword { .. } }) = found else {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    };
    let problems = chosen_password::problems(deps, &pool, &password, (&user.username, &user.attributes));
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
    let problems = chosen_password::problems_for_own(deps, &pool, &user, &password).await?;
    if !problems.is_empty() {
        return Ok(Err(NewPasswordRefused::Password(problems)));
    }
    let hash = deps.hasher.hash(place, &password).await?;
    let Some(user) = set(deps, &pool, &row, user, hash, given).await? else {
        return Ok(Err(NewPasswordRefused::SessionInvalid));
    };
    let sign_in = row.sign_in.with(Proof::NewPassword, deps.now());
    advance(deps, &pool, sign_in, user, (&client, &holder), (None, Clues::default())).await.map(Ok)
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
    let (before, read_version) = (user.clone(), user.version);
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
        chosen_password::keep_former(tx, pool, &before).await?;
        tx.events().add(&events::of_user(deps, EventName::PasswordChanged, &pool.id, user.id, None)).await?;
        messages::password_changed(deps, tx, pool, &user).await?;
        Ok(true)
    };
    let is_set = deps.storage.unit(write).await?;
    user.version = read_version + 1;
    Ok(is_set.then_some(user))
}
