//! Names that two users cannot both sign in with: who has one already, and how one moves.
//!
//! The rule what a user signs in with is `User::identifiers`; the database keeps it unique. Here is what flows need to
//! refuse in time and to move a proven contact on (`ForceAliasCreation`).

use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

/// What of `user`'s names another user signs in with. Looked up before anything is used up; the write decides.
pub(crate) async fn taken(deps: &Deps, pool: &Pool, user: &User) -> Result<Option<IdentifierKind>, Error> {
    let repos = deps.storage.read();
    for identifier in user.identifiers(&pool.settings) {
        let holder = repos.users().find_by_identifier(&pool.id, &identifier.value).await?;
        if holder.is_some_and(|holder| holder.id != user.id) {
            return Ok(Some(identifier.kind));
        }
    }
    Ok(None)
}

/// Whether the username is the `sub` of another user: admins may name users by either, so that they must not be
/// mistaken for each other (case 225).
pub(crate) async fn is_id_of_another(deps: &Deps, pool: &Pool, user: &User) -> Result<bool, Error> {
    let Some(id) = UserId::parse(&user.username).filter(|id| *id != user.id) else { return Ok(false) };
    Ok(deps.storage.read().users().find(&pool.id, id).await?.is_some())
}

/// Takes the proven contacts of `user` from whoever signs in with them as an alias: to them the contact is no longer
/// proven, codes on their way to it stop working, and they are told by mail. Tokens and sessions stay whose they are (case
/// 172). A contact that *is* another's username does not move.
pub(crate) async fn take_over(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    if pool.settings.uses_contact_as_username() {
        return Ok(());
    }
    for identifier in user.identifiers(&pool.settings) {
        let Some(contact) = identifier.kind.contact() else { continue };
        let holder = tx.users().find_by_identifier(&pool.id, &identifier.value).await?;
        let is_alias = |holder: &User| holder.id != user.id && holder.identifiers(&pool.settings).contains(&identifier);
        let Some(before) = holder.filter(is_alias) else { continue };
        let mut holder = before.clone();
        holder.attributes.insert(contact.verified_attribute().to_owned(), "false".to_owned());
        holder.updated_at = deps.now();
        if tx.users().save(&holder, before.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        tx.codes().remove_all(&pool.id, holder.id).await?;
        messages::contact_moved(deps, tx, pool, (&before, contact)).await?;
        tx.events().add(&events::of_user(deps, EventName::AliasMoved, &pool.id, holder.id, None)).await?;
    }
    Ok(())
}
