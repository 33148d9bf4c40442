//! Signing out of the browser, as Cognito has it (`cognito.md` §1.6) and as OpenID Connect RP-Initiated Logout 1.0 has it.
//!
//! ```text
//! request ─► [ read ] ─► asks? ──no──────────────► [ end ] ─► the app's URL, the sign-in page, or "signed out"
//!                          └─yes─► the person ─yes─►
//! ```
//!
//! Cognito's parameters act at once. The standard's act at once where the ID token that they bring as a hint is of the
//! person who is signed in; else the person is asked, so that no link signs anybody out unseen (case 88). What is
//! refused ends nothing.

mod request;

use crate::domain::pool::PoolId;
use crate::flows::session::{self, Live};
use crate::flows::{Deps, Error};
use crate::protocol::oauth::Params;

pub use self::request::{Destination, LogoutRefused, LogoutRequest};

/// How a request to sign out ends.
#[derive(Debug)]
pub enum LogoutOutcome {
    /// Done, or there was nobody to sign out.
    Done(Box<LogoutRequest>),
    /// The person is to be asked first; nothing was ended.
    Ask,
    /// No; nothing was ended.
    Refused(LogoutRefused),
}

/// Signs the browser whose session cookie is `key` out of the pool, or says that the person is to be asked.
pub async fn logout(
    deps: &Deps,
    params: &Params,
    key: Option<&str>,
    expected: Option<&PoolId>,
) -> Result<LogoutOutcome, Error> {
    let (request, last) = match pending(deps, params, key, expected).await? {
        Ok(found) => found,
        Err(refused) => return Ok(LogoutOutcome::Refused(refused)),
    };
    match last {
        Some(last) if request.asks(&last) => Ok(LogoutOutcome::Ask),
        last => end(deps, request, last).await,
    }
}

/// Signs out after the person was asked and said yes.
pub async fn confirmed(
    deps: &Deps,
    params: &Params,
    key: Option<&str>,
    expected: Option<&PoolId>,
) -> Result<LogoutOutcome, Error> {
    match pending(deps, params, key, expected).await? {
        Ok((request, last)) => end(deps, request, last).await,
        Err(refused) => Ok(LogoutOutcome::Refused(refused)),
    }
}

/// The request, and whom it would sign out of this browser. Ends nothing.
pub async fn pending(
    deps: &Deps,
    params: &Params,
    key: Option<&str>,
    expected: Option<&PoolId>,
) -> Result<Result<(LogoutRequest, Option<Live>), LogoutRefused>, Error> {
    let request = match request::read(deps, params, expected).await? {
        Ok(request) => request,
        Err(refused) => return Ok(Err(refused)),
    };
    let last = match key {
        Some(key) => session::last(deps, &request.pool.id, key).await?,
        None => None,
    };
    Ok(Ok((request, last)))
}

async fn end(deps: &Deps, mut request: LogoutRequest, last: Option<Live>) -> Result<LogoutOutcome, Error> {
    if let Some(last) = last {
        session::sign_out(deps, &last.login).await?;
        request.ended = Some(last.login);
    }
    Ok(LogoutOutcome::Done(Box::new(request)))
}
