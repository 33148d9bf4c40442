//! What happened to the caller's own account, as it was audited: the newest first, page by page.

use uuid::Uuid;

use crate::domain::event::{Event, EventName};
use crate::flows::account::Caller;
use crate::flows::manage::{Page, PageTokenInvalid, page_token};
use crate::flows::{Deps, Error};

/// Events that are about the account and tell its person nothing that is not theirs to know: all but what an operator made of
/// a group or of a limit.
pub const SHOWN_ACTIVITY: [EventName; 31] = [
    EventName::UserSignedUp,
    EventName::UserConfirmed,
    EventName::UserCreated,
    EventName::UserUpdated,
    EventName::AliasMoved,
    EventName::UserEnabled,
    EventName::UserDisabled,
    EventName::SignedIn,
    EventName::SignInFailed,
    EventName::FeedbackGiven,
    EventName::PasswordChanged,
    EventName::FactorRegistered,
    EventName::FactorRemoved,
    EventName::FactorsChanged,
    EventName::RecoveryCodesMade,
    EventName::RecoveryCodeUsed,
    EventName::FactorsReset,
    EventName::DeviceRemembered,
    EventName::DeviceForgotten,
    EventName::DeviceStoodIn,
    EventName::IdentityLinked,
    EventName::IdentityUnlinked,
    EventName::PasskeyAdded,
    EventName::PasskeyRemoved,
    EventName::PasskeyCountWentBack,
    EventName::RecoveryRequested,
    EventName::SignedOut,
    EventName::SignedOutEverywhere,
    EventName::SignedOutElsewhere,
    EventName::ReplayDetected,
    EventName::GrantRevoked,
];

/// Up to `limit` events about the caller, the newest first.
pub async fn activity(
    deps: &Deps,
    caller: &Caller,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Event>, PageTokenInvalid>, Error> {
    let Caller { pool, user, .. } = caller;
    let whose = user.id.to_string();
    let list = ["activity", pool.id.as_str(), whose.as_str()];
    let before = match page_token::open::<Uuid>(deps, list, token) {
        Ok(before) => before,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let found =
        deps.storage.read().events().of_user(&pool.id, user.id, &SHOWN_ACTIVITY, before, u64::from(limit) + 1).await?;
    page_token::page(deps, list, found, limit, |event| event.id).map(Ok)
}
