//! A signed-in person looks at their passkeys, gives one another name, and removes one.

use uuid::Uuid;

use super::Owner;
use crate::domain::event::EventName;
use crate::domain::passkey::{Passkey, name_of};
use crate::domain::sign_in::Factor;
use crate::domain::user::User;
use crate::flows::manage::{Page, PageTokenInvalid, page_token};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

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

/// How another name ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameOutcome {
    /// It has this name from now on.
    Renamed,
    /// The user has no such passkey.
    NotFound,
    /// That is no name: it is empty, or too long.
    NoName,
}

/// Up to `limit` of the person's passkeys in the order in which they were added.
pub async fn list_own(
    deps: &Deps,
    owner: Owner<'_>,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Passkey>, PageTokenInvalid>, Error> {
    let Owner { pool, user, .. } = owner;
    let whose = user.id.to_string();
    let list = ["passkeys", pool.id.as_str(), whose.as_str()];
    let after = match page_token::open::<Uuid>(deps, list, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let found = deps.storage.read().passkeys().list(&pool.id, user.id, after, u64::from(limit) + 1).await?;
    page_token::page(deps, list, found, limit, |passkey| passkey.id).map(Ok)
}

/// Gives the passkey `credential_id` another name. It opens no more and no less for it, so that no recent proof is asked.
pub async fn rename_own(
    deps: &Deps,
    owner: Owner<'_>,
    credential_id: &str,
    name: &str,
) -> Result<RenameOutcome, Error> {
    let Owner { pool, user, .. } = owner;
    let Some(name) = name_of(name) else { return Ok(RenameOutcome::NoName) };
    let write = async |tx: &Tx| tx.passkeys().rename(&pool.id, user.id, credential_id, &name).await;
    let is_done = deps.storage.unit(write).await?;
    Ok(if is_done { RenameOutcome::Renamed } else { RenameOutcome::NotFound })
}

/// Removes a passkey; its person hears of it.
pub async fn remove_own(deps: &Deps, owner: Owner<'_>, credential_id: &str) -> Result<RemoveOutcome, Error> {
    let Owner { pool, user, client, .. } = owner;
    if !owner.is_recent(deps) {
        return Ok(RemoveOutcome::NotRecent);
    }
    let event = events::of_user(deps, EventName::PasskeyRemoved, &pool.id, user.id, Some(client));
    let write = async |tx: &Tx| -> Result<RemoveOutcome, Error> {
        if !tx.passkeys().remove(&pool.id, user.id, credential_id).await? {
            return Ok(RemoveOutcome::NotFound);
        }
        // Who has none left cannot be asked for one after the password.
        if tx.passkeys().count(&pool.id, user.id).await? == 0 {
            let Some(fresh) = tx.users().find(&pool.id, user.id).await? else { return Ok(RemoveOutcome::NotFound) };
            let mut changed = User { updated_at: deps.now(), ..fresh.clone() };
            changed.second_factors.forget(Factor::Passkey);
            if changed.second_factors != fresh.second_factors
                && tx.users().save(&changed, fresh.version, &pool.settings).await? != UserWrite::Done
            {
                return Err(Error::Busy { retry_after_secs: 1 });
            }
        }
        tx.events().add(&event).await?;
        messages::passkey_removed(deps, tx, pool, user).await?;
        Ok(RemoveOutcome::Removed)
    };
    deps.storage.unit(write).await
}
