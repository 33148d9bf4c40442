//! A signed-in user looks at their passkeys, and removes one.

use uuid::Uuid;

use crate::domain::event::EventName;
use crate::domain::passkey::Passkey;
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::manage::{Page, PageTokenInvalid, page_token};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::Tx;

/// How the removal ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemoveOutcome {
    /// It is gone, and opens nothing from now on.
    Removed,
    /// The user has none of this name.
    NotFound,
    /// The sign-in was too long ago (case 157).
    NotRecent,
}

/// Up to `limit` of the user's passkeys in the order in which they were added.
pub async fn list_own(
    deps: &Deps,
    caller: &Caller,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Passkey>, PageTokenInvalid>, Error> {
    let Caller { pool, user, .. } = caller;
    let whose = user.id.to_string();
    let list = ["passkeys", pool.id.as_str(), whose.as_str()];
    let after = match page_token::open::<Uuid>(deps, list, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let found = deps.storage.read().passkeys().list(&pool.id, user.id, after, u64::from(limit) + 1).await?;
    page_token::page(deps, list, found, limit, |passkey| passkey.id).map(Ok)
}

/// Removes a passkey; its person hears of it.
pub async fn remove_own(deps: &Deps, caller: &Caller, credential_id: &str) -> Result<RemoveOutcome, Error> {
    let Caller { pool, user, client, .. } = caller;
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(RemoveOutcome::NotRecent);
    }
    let event = events::of_user(deps, EventName::PasskeyRemoved, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<RemoveOutcome, Error> {
        if !tx.passkeys().remove(&pool.id, user.id, credential_id).await? {
            return Ok(RemoveOutcome::NotFound);
        }
        tx.events().add(&event).await?;
        messages::passkey_removed(deps, tx, pool, user).await?;
        Ok(RemoveOutcome::Removed)
    };
    deps.storage.unit(write).await
}
