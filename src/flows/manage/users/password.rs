//! An admin sets a user's password, for good or until the next sign-in.

use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{PasswordProblem, Pool};
use crate::domain::secret::Secret;
use crate::domain::user::UserStatus;
use crate::flows::account::end_everything;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, chosen_password, events};
use crate::limits::Limit;
use crate::storage::{Tx, UserWrite};

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PasswordChange {
    /// Done.
    Done,
    /// There is no such user.
    NotFound,
    /// The password does not do.
    Refused(Vec<PasswordProblem>),
    /// With a password of their own they would sign in with a name that another user has.
    Taken(IdentifierKind),
}

/// Sets it. All that was open for the user is closed (case 68) and failed attempts are forgotten (decision D10).
pub async fn set_password(
    deps: &Deps,
    pool: &Pool,
    name: &str,
    password: &Secret,
    is_permanent: bool,
) -> Result<PasswordChange, Error> {
    let Some(mut user) = super::find(deps, pool, name).await? else { return Ok(PasswordChange::NotFound) };
    let problems = chosen_password::problems(deps, pool, password, (&user.username, &user.attributes));
    if !problems.is_empty() {
        return Ok(PasswordChange::Refused(problems));
    }
    // One that is good for one sign-in only is no choice of the user's.
    if is_permanent {
        let problems = chosen_password::problems_for(deps, pool, &user, password).await?;
        if !problems.is_empty() {
            return Ok(PasswordChange::Refused(problems));
        }
    }
    let now = deps.now();
    let (before, read_version) = (user.clone(), user.version);
    user.password = Some(deps.hasher.hash(pool.id.as_str(), password).await?);
    user.end_all(now);
    user.updated_at = now;
    let days = i64::from(pool.settings.password.temporary_password_validity_days);
    user.temporary_until = (!is_permanent).then(|| now.plus_secs(days * 86_400));
    user.status = if is_permanent { UserStatus::Confirmed } else { UserStatus::ForceChangePassword };
    let attempts = format!("{}:{}", Limit::SignIn.as_str(), person_bucket(deps, pool, Some(&user), ""));
    let event = events::of_user(deps, EventName::PasswordChanged, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<PasswordChange, Error> {
        match tx.users().save(&user, read_version, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Conflict(kind) => return Ok(PasswordChange::Taken(kind)),
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
        }
        chosen_password::keep_former(tx, pool, &before).await?;
        end_everything(deps, tx, &user).await?;
        tx.attempts().remove(&attempts).await?;
        tx.events().add(&event).await?;
        Ok(PasswordChange::Done)
    };
    deps.storage.unit(write).await
}
