//! An admin makes a user choose a new password: what is open closes, and a recovery code goes to a proven contact.

use crate::domain::code::CodeKind;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::user::UserStatus;
use crate::flows::account::end_everything;
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::recovery::reached;
use crate::flows::{Deps, Error, Undeliverable, codes, events};
use crate::storage::{Tx, UserWrite};

/// How it ends. Only the first changes anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetChange {
    /// Done.
    Done,
    /// There is no such user.
    NotFound,
    /// The user has not got so far that there is a password of their own.
    NotInThisState,
    /// Nothing can be sent to the number that there is.
    Undeliverable(Undeliverable),
    /// There is no proven address, or the pool sends no recovery codes.
    NoVerifiedContact,
    /// Enough codes for now.
    LimitExceeded,
}

/// Asks for a new password. The old one no longer signs in; with it, the user is told to recover.
pub async fn reset_password(deps: &Deps, pool: &Pool, name: &str) -> Result<ResetChange, Error> {
    let Some(mut user) = super::find(deps, pool, name).await? else { return Ok(ResetChange::NotFound) };
    if !user.enabled || !matches!(user.status, UserStatus::Confirmed | UserStatus::ResetRequired) {
        return Ok(ResetChange::NotInThisState);
    }
    let asked_for = user.clone();
    let Some(to) = reached(deps, pool, &asked_for) else { return Ok(ResetChange::NoVerifiedContact) };
    match may_ask(deps, pool, Some(&user), "", Some(to)).await? {
        Asked::Send => {}
        Asked::Undeliverable(why) => return Ok(ResetChange::Undeliverable(why)),
        Asked::SendNothing | Asked::Refused => return Ok(ResetChange::LimitExceeded),
    }
    let (now, read_version) = (deps.now(), user.version);
    user.status = UserStatus::ResetRequired;
    user.end_all(now);
    user.updated_at = now;
    let event = events::of_user(deps, EventName::RecoveryRequested, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&user, read_version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        end_everything(deps, tx, &user).await?;
        let sent = codes::Sent { kind: CodeKind::ResetPassword, to, is_pending: false, language: "" };
        codes::issue(deps, tx, pool, &user, sent).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(ResetChange::Done)
}
