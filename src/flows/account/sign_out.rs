//! Signing out everywhere: every session, grant, device, pending sign-in and code of a user ends (decision D12).

use crate::domain::client::ClientId;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::account::{Caller, Through};
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

/// Ends everything that is open for the caller in the running transaction, but for that by which they are known, which
/// lives on in their new `epoch`: of a token its grant, of a session no more than the session itself. As
/// [`end_everything`], the caller of this calls [`User::end_all`].
pub(crate) async fn end_everything_else(deps: &Deps, tx: &Tx, caller: &Caller, epoch: i64) -> Result<(), Error> {
    let Caller { pool, user, .. } = caller;
    tx.codes().remove_all(&pool.id, user.id).await?;
    tx.devices().remove_all_of(&pool.id, user.id).await?;
    tx.sign_ins().remove_all_of(&pool.id, user.id).await?;
    match &caller.through {
        Through::Token { grant, .. } => {
            tx.sessions().remove_logins_of(&pool.id, user.id).await?;
            tx.grants().carry_over(grant.id, epoch).await?;
            tx.grants().revoke_others_of_user(&pool.id, user.id, grant.id, deps.now()).await?;
        }
        Through::Session(login) => {
            tx.sessions().carry_over(login.session, &pool.id, epoch).await?;
            tx.sessions().remove_other_logins_of(&pool.id, user.id, login.session).await?;
            tx.grants().revoke_of_user(&pool.id, user.id, deps.now()).await?;
        }
    }
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

/// Signs the caller out everywhere but here.
pub async fn sign_out_elsewhere(deps: &Deps, caller: &Caller) -> Result<(), Error> {
    let Caller { pool, client, user, .. } = caller;
    let mut changed = user.clone();
    changed.end_all(deps.now());
    let event = events::of_user(deps, EventName::SignedOutElsewhere, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        end_everything_else(deps, tx, caller, changed.epoch).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await
}
