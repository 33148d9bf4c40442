//! Answers a valid request with a code.

use uuid::Uuid;

use super::error::AuthorizeErrorCode;
use super::validate::ValidRequest;
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::grant::{CodeTerms, Grant, GrantId, NewGrant};
use crate::domain::random;
use crate::domain::secret::ExposeSecret;
use crate::domain::session::SessionId;
use crate::domain::sign_in::Authentication;
use crate::fail_points::fail_point;
use crate::flows::{Deps, Error};
use crate::storage::Alone;

/// How issuing ends.
#[derive(Debug)]
pub enum IssueOutcome {
    /// Go to this URL: it carries the code, or is that of the account page.
    Issued(String),
    /// The account was closed meanwhile (case 17), or is not the one that the client expects (case 9): go to this URL,
    /// it carries `access_denied` or `login_required`.
    Refused(String),
}

/// Issues a code for `authentication`, born in `session`.
pub async fn issue(
    deps: &Deps,
    request: &ValidRequest,
    authentication: &Authentication,
    session: SessionId,
) -> Result<IssueOutcome, Error> {
    if request.is_errand {
        return Err(Error::Internal("a code for whom none was asked"));
    }
    if !request.may_be(authentication.user()) {
        let location = request.refuse(AuthorizeErrorCode::LoginRequired, "Somebody else than expected signed in.");
        return Ok(IssueOutcome::Refused(location));
    }
    if request.is_for_account_page() {
        // What is there is shown by the session alone, and is asked of it again.
        return Ok(IssueOutcome::Issued(request.redirect_uri.clone()));
    }
    let now = deps.now();
    let settings = &request.client.settings;
    let code = bearer::mint(&deps.ring, MacPurpose::AuthorizationCode, deps.random.as_ref());
    let terms = CodeTerms {
        code_hash: code.hash,
        expires_at: now.plus_secs(settings.code_secs()),
        redirect_uri: if request.names_redirect_uri { request.redirect_uri.clone() } else { String::new() },
        code_challenge: request.code_challenge.clone(),
        consumed_at: None,
    };
    let new = NewGrant {
        id: GrantId(Uuid::from_bytes(random::bytes(deps.random.as_ref()))),
        session: Some(session),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        code: Some(terms),
        refresh_secs: settings.lifetimes.refresh_secs(),
    };
    let grant = Grant::give(authentication, new, now);
    let is_given = deps.storage.alone(async |one: Alone<'_>| one.grants().add_if_user_is_open(&grant).await).await?;
    fail_point!("code.given");
    let location = if is_given {
        return Ok(IssueOutcome::Issued(request.answer(&[("code", code.value.expose_secret())])));
    } else {
        request.refuse(AuthorizeErrorCode::AccessDenied, "The account cannot be used.")
    };
    Ok(IssueOutcome::Refused(location))
}
