//! Signing out everywhere: every session, grant, pending sign-in and code of a user ends (decision D12).

use crate::domain::event::EventName;
use crate::domain::user::User;
use crate::flows::account::Caller;
use crate::flows::{Deps, Error, events};
use crate::storage::{Tx, UserWrite};

/// Ends everything that is open for `user` in the running transaction. The caller also sets `signed_out_at`, which ends
/// what is being opened at this moment.
pub(crate) async fn end_everything(deps: &Deps, tx: &Tx, user: &User) -> Result<(), Error> {
    tx.sign_ins().remove_all_of(&user.pool, user.id).await?;
    tx.codes().remove_all(&user.pool, user.id).await?;
    tx.sessions().remove_logins_of(&user.pool, user.id).await?;
    tx.grants().revoke_of_user(&user.pool, user.id, deps.now()).await?;
    Ok(())
}

/// Signs the caller out everywhere.
pub async fn sign_out_everywhere(deps: &Deps, caller: Caller) -> Result<(), Error> {
    let Caller { pool, client, user, .. } = caller;
    let write = async |tx: &Tx| -> Result<(), Error> {
        let Some(mut fresh) = tx.users().find(&pool.id, user.id).await? else { return Ok(()) };
        let read_version = fresh.version;
        fresh.signed_out_at = Some(deps.now());
        if tx.users().save(&fresh, read_version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        end_everything(deps, tx, &fresh).await?;
        let event = events::of_user(deps, EventName::SignedOutEverywhere, &pool.id, fresh.id, Some(&client.id));
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await
}
