//! The people of pools: whether they have something to come in with.

use super::Finding;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::flows::{Deps, Error};

/// People without anything to sign in with. A pool that sends codes lets everybody in whose contact it knows.
pub(super) async fn examine(deps: &Deps, pool: &Pool) -> Result<Option<Finding>, Error> {
    let first = pool.settings.offered_first();
    if first.contains(&Factor::EmailCode) || first.contains(&Factor::SmsCode) {
        return Ok(None);
    }
    let integrity = deps.storage.read().integrity();
    let without = integrity.users_without_credential(&pool.id, first.contains(&Factor::Passkey)).await?;
    Ok((without > 0).then(|| {
        let message = format!(
            "{without} users have neither a password nor anything else to sign in with, before a recovery or an admin gives them \
             one"
        );
        Finding::warning("users_without_credential", &pool.id, message)
    }))
}
