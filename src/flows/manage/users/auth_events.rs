//! What a user did to sign in and what was tried in their name, as it was written down.

use uuid::Uuid;

use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::risk::Feedback;
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

/// Something that was done or tried.
#[derive(Clone, Debug)]
pub struct AuthEvent {
    /// What was audited of it.
    pub event: Event,
    /// What was said of it since.
    pub said: Option<Feedback>,
}

/// A page of it, the newest first; `None`: there is no such user.
pub async fn auth_events(
    deps: &Deps,
    pool: &Pool,
    username: &str,
    token: Option<&str>,
    limit: u16,
) -> Result<Option<Result<Page<AuthEvent>, PageTokenInvalid>>, Error> {
    let Some(user) = super::find(deps, pool, username).await? else { return Ok(None) };
    let id = user.id.to_string();
    let of = ["auth-events", pool.id.as_str(), id.as_str()];
    let before: Option<Uuid> = match page_token::open(deps, of, token) {
        Ok(before) => before,
        Err(invalid) => return Ok(Some(Err(invalid))),
    };
    let repos = deps.storage.read();
    let found = repos.events().of_user(&pool.id, user.id, &NAMES, before, u64::from(limit) + 1).await?;
    let ids: Vec<Uuid> = found.iter().map(|event| event.id).collect();
    let said = repos.event_feedback().list(&pool.id, &ids).await?;
    let with_said = |event: Event| {
        let said = said.iter().find(|said| said.event == event.id).copied();
        AuthEvent { event, said }
    };
    let items = found.into_iter().map(with_said).collect();
    page_token::page(deps, of, items, limit, |item: &AuthEvent| item.event.id).map(|page| Some(Ok(page)))
}
