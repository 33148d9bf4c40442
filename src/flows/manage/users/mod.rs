//! Users, as admins handle them: one file per verb.

mod attributes;
mod auth_events;
mod create;
pub mod identities;
pub mod import;
mod list;
mod password;
mod reset;
mod status;

use crate::domain::identifier::fold;
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::{Deps, Error};

pub use self::attributes::{AttributesChange, update_attributes};
pub use self::auth_events::{AuthEvent, auth_events};
pub use self::create::{CreateOutcome, CreateRefused, Invitation, NewUser, create};
pub use self::list::{FilterProblem, ListRefused, list, page, parse_filter};
pub use self::password::{PasswordChange, set_password};
pub use self::reset::{ResetChange, reset_password};
pub use self::status::{ConfirmChange, confirm, delete, set_enabled, sign_out};

/// The user whom an admin names: by username, by an alias, or by `sub`.
pub async fn find(deps: &Deps, pool: &Pool, name: &str) -> Result<Option<User>, Error> {
    let repos = deps.storage.read();
    let folded = fold(name, pool.settings.sign_in_names.case_sensitive);
    if let Some(user) = repos.users().find_by_identifier(&pool.id, &folded).await? {
        return Ok(Some(user));
    }
    match UserId::parse(name) {
        Some(id) => Ok(repos.users().find(&pool.id, id).await?),
        None => Ok(None),
    }
}
