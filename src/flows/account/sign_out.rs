//! Signing out everywhere: every session, grant, device, pending sign-in and code of a user ends (decision D12).

use crate::domain::client::ClientId;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error, events};
use crate::storage::{Tx, UserWrite};

/// Ends everything that is open for `user` in the running transaction. The caller also calls [`User::end_all`], which
/// ends what is being opened at this moment.
pub(crate) async fn end_everything(deps: &Deps, tx: &Tx, user: &User) -> Result<(), Error> {
    tx.sign_ins().remove_all_of(&user.pool, user.id).await?;
    tx.devices().remove_all_of(&user.pool, user.id).await?;
    tx.codes().remove_all(&user.pool, user.id).await?;
    tx.sessions().remove_logins_of(&user.pool, user.id).await?;
    tx.grants().revoke_of_user(&user.pool, user.id, deps.now()).await?;
    Ok(())
}

/// Signs a user out everywhere; `by` is the client through which they ask, or nobody where an admin does.
pub async fn sign_out_everywhere(deps: &Deps, pool: &Pool, user: UserId, by: Option<&ClientId>) -> Result<(), Error> {
    let write = async |tx: &Tx| -> Result<(), Error> {
        let Some(mut fresh) = tx.users().find(&pool.id, user).await? else { return Ok(()) };
        let read_version = fresh.version;
        fresh.end_all(deps.now());
        if tx.users().save(&fresh, read_version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        end_everything(deps, tx, &fresh).await?;
        let event = events::of_user(deps, EventName::SignedOutEverywhere, &pool.id, fresh.id, by);
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await
}
