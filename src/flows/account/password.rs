//! A user replaces their password. Who holds an access token or a session still has to know the old one, within the limits
//! of a sign-in; who has none proves who they are in another way. What else was open for the account is closed (case 68),
//! and only the caller's own grant or session goes on.

use crate::crypto::hashing::{KeptPlace, Verified};
use crate::domain::event::EventName;
use crate::domain::pool::{MAXIMUM_LENGTH, PasswordProblem};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::user::User;
use crate::flows::account::{Caller, end_everything_else, require_recent_proof};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, chosen_password, events, messages};
use crate::limits::Limit;
use crate::storage::{Tx, UserWrite};

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// Done.
    Done,
    /// The old password is another one, or there can be none: the person comes from a provider.
    Wrong,
    /// The new password does not do.
    Refused(Vec<PasswordProblem>),
    /// Too many tries for now.
    LimitExceeded,
    /// There is no old one to know, or the app asks for more than that, and the sign-in was too long ago (case 157).
    NotRecent,
}

/// Replaces the caller's password. `previous` is not looked at where they have none.
pub async fn change_password(
    deps: &Deps,
    caller: Caller,
    previous: &Secret,
    proposed: &Secret,
) -> Result<ChangeOutcome, Error> {
    let Caller { pool, client, user, .. } = &caller;
    if user.is_from_elsewhere() {
        return Ok(ChangeOutcome::Wrong);
    }
    let problems = chosen_password::problems(deps, pool, proposed, (&user.username, &user.attributes));
    if !problems.is_empty() {
        return Ok(ChangeOutcome::Refused(problems));
    }
    // At the account page the old password is the proof.
    let must_be_recent = user.password.is_none() || client.settings.requires_recent_proof;
    if must_be_recent && require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(ChangeOutcome::NotRecent);
    }
    // One for the password of old and one for the new: nothing is counted for what cannot be hashed in time.
    let places = (deps.hasher.keep_place(pool.id.as_str())?, deps.hasher.keep_place(pool.id.as_str())?);
    let bucket = person_bucket(deps, pool, Some(user), "");
    let Ok(reservation) = deps.limiter.reserve(Limit::SignIn, &bucket, deps.now()).await? else {
        return Ok(ChangeOutcome::LimitExceeded);
    };
    if user.password.is_some() && !is_password_of(deps, places.0, user, previous).await? {
        return Ok(ChangeOutcome::Wrong);
    }
    let problems = chosen_password::problems_for(deps, pool, user, proposed).await?;
    if !problems.is_empty() {
        return Ok(ChangeOutcome::Refused(problems));
    }
    let now = deps.now();
    let hash = deps.hasher.hash(places.1, proposed).await?;
    let mut changed = User { password: Some(hash), temporary_until: None, updated_at: now, ..user.clone() };
    // Whoever is signing in with the old password at this moment must not come out of it signed in.
    changed.end_all(now);
    let event = events::of_user(deps, EventName::PasswordChanged, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.users().save(&changed, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
        chosen_password::keep_former(tx, pool, user).await?;
        tx.attempts().remove(reservation.bucket()).await?;
        end_everything_else(deps, tx, &caller, changed.epoch).await?;
        messages::password_changed(deps, tx, pool, &changed).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(ChangeOutcome::Done)
}

async fn is_password_of(deps: &Deps, place: KeptPlace, user: &User, password: &Secret) -> Result<bool, Error> {
    // Longer than any password that could have been set: wrong without hashing it (case 229).
    let Some(hash) = user.password.as_deref().filter(|_| password.expose_secret().chars().count() <= MAXIMUM_LENGTH)
    else {
        return Ok(false);
    };
    Ok(deps.hasher.verify(place, password, hash).await? != Verified::No)
}
