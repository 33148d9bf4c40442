//! A password that somebody chooses: what is asked of it, wherever that is.
//!
//! What can be said at once is said before anything else is done; what takes hashing is asked only of those who have
//! proven that they may choose, so that it tells strangers nothing and costs nothing for them.

use crate::crypto::hashing::Verified;
use crate::domain::pool::{PasswordProblem, Pool};
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::User;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

/// What is wrong with it at first sight.
pub(crate) fn problems(pool: &Pool, password: &Secret) -> Vec<PasswordProblem> {
    pool.settings.password.problems(password.expose_secret())
}

/// What is wrong with it as the next password of `user`: it is one of their last ones. Costs a hash for each of those, at
/// most 24.
pub(crate) async fn problems_for(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    password: &Secret,
) -> Result<Vec<PasswordProblem>, Error> {
    let size = usize::from(pool.settings.password.history_size);
    if size == 0 {
        return Ok(Vec::new());
    }
    let former = deps.storage.read().password_history().find(&pool.id, user.id).await?;
    for hash in user.password.iter().chain(&former).take(size) {
        if deps.hasher.verify(pool.id.as_str(), password, hash).await? != Verified::No {
            return Ok(vec![PasswordProblem::UsedBefore]);
        }
    }
    Ok(Vec::new())
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
