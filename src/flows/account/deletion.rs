//! A user deletes their own account, with everything of theirs.

use crate::domain::event::EventName;
use crate::flows::account::{Caller, end_everything};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Deletes the caller.
pub async fn delete_own(deps: &Deps, caller: Caller) -> Result<(), Error> {
    let Caller { pool, client, user, .. } = caller;
    let event = events::of_user(deps, EventName::UserDeleted, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        end_everything(deps, tx, &user).await?;
        if tx.users().remove(&pool.id, user.id).await? {
            tx.events().add(&event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await
}
