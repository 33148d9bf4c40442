//! An admin confirms, enables, disables, signs out or deletes a user.

use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserStatus};
use crate::flows::account::{end_everything, sign_out_everywhere};
use crate::flows::{Deps, Error, aliases, events};
use crate::storage::{Tx, UserWrite};

/// How a confirmation by an admin ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfirmChange {
    /// Done.
    Done,
    /// There is no such user.
    NotFound,
    /// The user is in a state that cannot be confirmed.
    NotUnconfirmed(UserStatus),
    /// Another user signs in with the preferred name.
    AliasTaken(IdentifierKind),
}

/// Confirms a sign-up without a code. The address stays unproven.
pub async fn confirm(deps: &Deps, pool: &Pool, name: &str) -> Result<ConfirmChange, Error> {
    let Some(mut user) = super::find(deps, pool, name).await? else { return Ok(ConfirmChange::NotFound) };
    if user.status != UserStatus::Unconfirmed {
        return Ok(ConfirmChange::NotUnconfirmed(user.status));
    }
    user.status = UserStatus::Confirmed;
    if let Some(kind) = aliases::taken(deps, pool, &user).await? {
        return Ok(ConfirmChange::AliasTaken(kind));
    }
    save(deps, pool, user, EventName::UserConfirmed, false).await?;
    Ok(ConfirmChange::Done)
}

/// Opens or closes an account: `false` when there is no such user. Closing ends all that is open for the user.
pub async fn set_enabled(deps: &Deps, pool: &Pool, name: &str, enabled: bool) -> Result<bool, Error> {
    let Some(mut user) = super::find(deps, pool, name).await? else { return Ok(false) };
    if user.enabled == enabled {
        return Ok(true);
    }
    user.enabled = enabled;
    if !enabled {
        user.end_all(deps.now());
    }
    let name = if enabled { EventName::UserEnabled } else { EventName::UserDisabled };
    save(deps, pool, user, name, !enabled).await?;
    Ok(true)
}

/// Signs a user out everywhere: `false` when there is no such user.
pub async fn sign_out(deps: &Deps, pool: &Pool, name: &str) -> Result<bool, Error> {
    let Some(user) = super::find(deps, pool, name).await? else { return Ok(false) };
    sign_out_everywhere(deps, pool, user.id, None).await?;
    Ok(true)
}

/// Deletes a user with everything of theirs: `false` when there is no such user.
pub async fn delete(deps: &Deps, pool: &Pool, name: &str) -> Result<bool, Error> {
    let Some(user) = super::find(deps, pool, name).await? else { return Ok(false) };
    let event = events::of_user(deps, EventName::UserDeleted, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<bool, Error> {
        end_everything(deps, tx, &user).await?;
        let is_removed = tx.users().remove(&pool.id, user.id).await?;
        if is_removed {
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    deps.storage.unit(write).await
}

async fn save(deps: &Deps, pool: &Pool, mut user: User, name: EventName, ends: bool) -> Result<(), Error> {
    user.updated_at = deps.now();
    let event = events::of_user(deps, name, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&user, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        if ends {
            end_everything(deps, tx, &user).await?;
        }
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await
}
