//! Switches second factors on and off, and says which is asked first.

use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::sign_in::Factor;
use crate::domain::user::{User, Wish};
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::manage::users;
use crate::flows::{Deps, Error, events};
use crate::storage::{Tx, UserWrite};

/// How it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreferenceChange {
    /// Done.
    Done,
    /// There is no such user.
    NotFound,
    /// The pool does not offer this factor.
    NotOffered(Factor),
    /// The user has not set it up, or has no proven address for it.
    NotRegistered(Factor),
    /// More than one is to be asked first.
    SeveralPreferred,
    /// Something is to be off that was on, and the sign-in was too long ago (case 157).
    NotRecent,
}

/// The user wishes it. What they switch off stays set up: where everybody is asked it is asked still, or whoever knows the
/// password could set up another one.
pub async fn set_own(deps: &Deps, caller: Caller, wishes: &[Wish]) -> Result<PreferenceChange, Error> {
    let proven_at = caller.proven_at();
    let Caller { pool, user, .. } = caller;
    let takes_away = |wish: &Wish| !wish.is_enabled && user.second_factors.enabled().contains(&wish.factor);
    if wishes.iter().any(takes_away) && require_recent_proof(deps, proven_at).is_err() {
        return Ok(PreferenceChange::NotRecent);
    }
    change(deps, &pool, user, wishes, false).await
}

/// An admin wishes it for the user of this name. What they switch off is lost, and forgotten: the user sets up another one.
pub async fn set_of_user(deps: &Deps, pool: &Pool, name: &str, wishes: &[Wish]) -> Result<PreferenceChange, Error> {
    let Some(user) = users::find(deps, pool, name).await? else { return Ok(PreferenceChange::NotFound) };
    change(deps, pool, user, wishes, true).await
}

async fn change(
    deps: &Deps,
    pool: &Pool,
    user: User,
    wishes: &[Wish],
    forgets: bool,
) -> Result<PreferenceChange, Error> {
    let is_refused = |wish: &&Wish| wish.is_enabled && !pool.settings.second_factor.offers(wish.factor);
    if let Some(wish) = wishes.iter().find(is_refused) {
        return Ok(PreferenceChange::NotOffered(wish.factor));
    }
    if wishes.iter().filter(|wish| wish.is_enabled && wish.is_preferred).count() > 1 {
        return Ok(PreferenceChange::SeveralPreferred);
    }
    let mut changed = User { updated_at: deps.now(), ..user.clone() };
    let provable = user.provable();
    if !changed.second_factors.wish(wishes, &provable) {
        let missing = wishes.iter().find(|wish| wish.is_enabled && !provable.contains(&wish.factor));
        return Ok(PreferenceChange::NotRegistered(missing.map_or(Factor::Totp, |wish| wish.factor)));
    }
    for wish in wishes.iter().filter(|wish| forgets && !wish.is_enabled) {
        changed.second_factors.forget(wish.factor);
    }
    if changed.second_factors == user.second_factors {
        return Ok(PreferenceChange::Done);
    }
    let event = events::of_user(deps, EventName::FactorsChanged, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        if !changed.second_factors.registered().contains(&Factor::Totp) {
            tx.totp_secrets().remove(&pool.id, user.id).await?;
        }
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(PreferenceChange::Done)
}
