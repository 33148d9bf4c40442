//! What there is about an account, at a glance.

use crate::flows::account::Caller;
use crate::flows::session::list_own;
use crate::flows::{Deps, Error};

/// What there is about an account.
#[derive(Clone, Copy, Debug)]
pub struct Summary {
    /// How many passkeys.
    pub passkeys: u64,
    /// How many recovery codes that were not used.
    pub recovery_codes: u64,
    /// In how many browsers they are signed in.
    pub sessions: u64,
    /// How many apps act for them.
    pub apps: u64,
}

/// What there is about the caller's account.
pub async fn summary(deps: &Deps, caller: &Caller) -> Result<Summary, Error> {
    let Caller { pool, user, .. } = caller;
    let open = list_own(deps, caller).await?;
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    Ok(Summary {
        passkeys: deps.storage.read().passkeys().count(&pool.id, user.id).await?,
        recovery_codes: deps.storage.read().recovery_codes().left(&pool.id, user.id).await?,
        sessions: count(open.sessions.len()),
        apps: count(open.apps.len()),
    })
}
