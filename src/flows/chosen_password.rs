//! A password that somebody chooses: what is asked of it, wherever that is.
//!
//! What can be said at once is said before anything else is done; what takes hashing is asked only of those who have
//! proven that they may choose, so that it tells strangers nothing and costs nothing for them.

use crate::crypto::hashing::Verified;
use crate::domain::pool::{PasswordProblem, Pool, is_personal};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::{Attributes, User, UserStatus};
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// What is wrong with it at first sight: the pool's policy, the list of common passwords, the names of whoever chooses it.
pub(crate) fn problems<'a>(
    deps: &Deps,
    pool: &'a Pool,
    password: &Secret,
    (username, attributes): (&'a str, &'a Attributes),
) -> Vec<PasswordProblem> {
    let password = password.expose_secret();
    let mut problems = pool.settings.password.problems(password);
    let email = attributes.get("email").map_or("", String::as_str);
    let local = |address: &'a str| address.split_once('@').map_or("", |(local, _)| local);
    let preferred = attributes.get("preferred_username").map_or("", String::as_str);
    if deps.breached.has_common(password) {
        problems.push(PasswordProblem::Known);
    } else if is_personal(password, [username, local(username), email, local(email), preferred, pool.name.as_str()]) {
        problems.push(PasswordProblem::Personal);
    }
    problems
}

/// Whether it is known from a breach, where the operator has it looked up in more places than the program itself. May take
/// seconds, so that it comes behind the limits of strangers.
pub(crate) async fn breached(deps: &Deps, password: &Secret) -> Vec<PasswordProblem> {
    let is_known = deps.breached.has_elsewhere(password.expose_secret()).await;
    is_known.then_some(PasswordProblem::Known).into_iter().collect()
}

/// What is wrong with it as the next password of `user`: it is one of their last ones, which costs a hash for each of
/// those, at most 24; or it is known from a breach.
pub(crate) async fn problems_for(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    password: &Secret,
) -> Result<Vec<PasswordProblem>, Error> {
    let size = usize::from(pool.settings.password.history_size);
    let former = match size {
        0 => Vec::new(),
        _ => deps.storage.read().password_history().find(&pool.id, user.id).await?,
    };
    for hash in user.password.iter().chain(&former).take(size) {
        if deps.hasher.verify(pool.id.as_str(), password, hash).await? != Verified::No {
            return Ok(vec![PasswordProblem::UsedBefore]);
        }
    }
    Ok(breached(deps, password).await)
}

/// The same where `user` chooses it: a temporary one, which somebody else knows, is no password to be kept, whether or not the
/// pool remembers any (case 161). An admin may make it one for good.
pub(crate) async fn problems_for_own(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    password: &Secret,
) -> Result<Vec<PasswordProblem>, Error> {
    let temporary = user.password.as_deref().filter(|_| user.status == UserStatus::ForceChangePassword);
    if let Some(hash) = temporary
        && deps.hasher.verify(pool.id.as_str(), password, hash).await? != Verified::No
    {
        return Ok(vec![PasswordProblem::UsedBefore]);
    }
    problems_for(deps, pool, user, password).await
}

/// Keeps the password that `user` has had until now, as far as the pool asks for it. Belongs into the transaction that
/// replaces it.
pub(crate) async fn keep_former(tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let size = usize::from(pool.settings.password.history_size);
    if size == 0 {
        return Ok(());
    }
    let mut hashes = tx.password_history().find(&pool.id, user.id).await?;
    if let Some(hash) = &user.password {
        hashes.insert(0, hash.clone());
    }
    // The new password is the last one then, and counts.
    hashes.truncate(size - 1);
    Ok(tx.password_history().put(&pool.id, user.id, &hashes).await?)
}
