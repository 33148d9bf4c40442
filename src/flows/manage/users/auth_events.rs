//! What a user did to sign in and what was tried in their name, as it was written down.

use uuid::Uuid;

use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error};

/// The events that tell of it.
const NAMES: [EventName; 7] = [
    EventName::SignedIn,
    EventName::SignInFailed,
    EventName::SignInBlocked,
    EventName::SignInQuestioned,
    EventName::UserSignedUp,
    EventName::RecoveryRequested,
    EventName::PasswordChanged,
];

/// A page of it, the newest first; `None`: there is no such user.
pub async fn auth_events(
    deps: &Deps,
    pool: &Pool,
    username: &str,
    token: Option<&str>,
    limit: u16,
) -> Result<Option<Result<Page<Event>, PageTokenInvalid>>, Error> {
    let Some(user) = super::find(deps, pool, username).await? else { return Ok(None) };
    let id = user.id.to_string();
    let of = ["auth-events", pool.id.as_str(), id.as_str()];
    let before: Option<Uuid> = match page_token::open(deps, of, token) {
        Ok(before) => before,
        Err(invalid) => return Ok(Some(Err(invalid))),
    };
    let events = deps.storage.read().events();
    let items = events.of_user(&pool.id, user.id, &NAMES, before, u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |event| event.id).map(|page| Some(Ok(page)))
}
