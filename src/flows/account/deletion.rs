//! A user deletes their own account, with everything of theirs. Its address hears of it.

use crate::domain::event::EventName;
use crate::flows::account::{Caller, end_everything, require_recent_proof};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::Tx;

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeleteOutcome {
    /// It is gone.
    Done,
    /// The sign-in was too long ago (case 157).
    NotRecent,
}

/// Deletes the caller. At the account page only who proved a moment ago who they are; an app asks its users when it likes, as
/// with Cognito, unless its admin says otherwise.
pub async fn delete_own(deps: &Deps, caller: Caller) -> Result<DeleteOutcome, Error> {
    if caller.must_be_recent() && require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(DeleteOutcome::NotRecent);
    }
    let Caller { pool, client, user, .. } = caller;
    let event = events::of_user(deps, EventName::UserDeleted, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        end_everything(deps, tx, &user).await?;
        if tx.users().remove(&pool.id, user.id).await? {
            messages::account_deleted(deps, tx, &pool, &user).await?;
            tx.events().add(&event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await?;
    Ok(DeleteOutcome::Done)
}
