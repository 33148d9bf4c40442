//! `grant_type=authorization_code` (RFC 6749 §4.1.3, RFC 7636 §4.5).
//!
//! A code is used up by its first presentation by its own client, whatever else is wrong with the request (case 37), in
//! one conditional update (case 39): nobody gets a second guess at the verifier or the redirect URI (RFC 9700 §2.1.1). A second presentation kills what the first one bought (RFC 6749 §4.1.2, case 38).

use crate::crypto::bearer;
use crate::crypto::digest;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::grant::{CodeTerms, Grant};
use crate::domain::group::UserGroups;
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::fail_points::fail_point;
use crate::flows::token::{TokenError, TokenErrorCode, TokenRequest, Tokens, issue};
use crate::flows::{Deps, Error, events};
use crate::storage::{Alone, Tx};

/// Redeems a code.
pub(super) async fn redeem(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    request: &TokenRequest,
) -> Result<Result<Tokens, TokenError>, Error> {
    let invalid = |description| Ok(Err(TokenError::new(TokenErrorCode::InvalidRequest, description)));
    let Some(code) = request.code.as_deref().filter(|code| !code.is_empty()) else {
        return invalid("code is missing.");
    };
    if !client.settings.oauth_enabled {
        return Ok(Err(TokenError::new(TokenErrorCode::UnauthorizedClient, "This client may not use this grant.")));
    }
    let Some((grant, user, groups)) = find(deps, code).await? else { return Ok(Err(TokenError::grant())) };
    let Some(terms) = grant.code.clone() else { return Ok(Err(TokenError::grant())) };
    // Somebody else's code is not this client's to burn.
    if grant.pool != pool.id || grant.client != client.id {
        return Ok(Err(TokenError::grant()));
    }
    let now = deps.now();
    fail_point!("code.found");
    // The statement that uses the code up asks for the user once more: disabled, deleted or reset before it means no
    // tokens (case 45). A replay a moment after it kills them but does not keep the first from its answer (case 39).
    let consume = async |one: Alone<'_>| one.grants().consume_code(grant.id, now).await;
    if !deps.storage.alone(consume).await? {
        end(deps, pool, &grant).await?;
        return Ok(Err(TokenError::grant()));
    }
    fail_point!("code.committed");
    // A verifier that could never be one is a failed presentation too: it is told apart only in the answer.
    let is_malformed = request.code_verifier.as_deref().is_some_and(|verifier| !is_verifier(verifier));
    if is_malformed || now >= terms.expires_at || !grant.is_live(now) || !terms_hold(&terms, request) {
        deps.storage.alone(async |one: Alone<'_>| one.grants().revoke(grant.id, now).await).await?;
        return if is_malformed {
            invalid("code_verifier must be 43 to 128 unreserved characters.")
        } else {
            Ok(Err(TokenError::grant()))
        };
    }
    let answer = issue::Answer {
        scope: &client.settings.remaining(&grant.scope),
        groups: &groups,
        nonce: &grant.nonce,
        is_oauth: true,
        with_refresh: true,
    };
    issue::issue(deps, pool, client, &grant, &user, answer).await.map(Ok)
}

async fn find(deps: &Deps, code: &str) -> Result<Option<(Grant, User, UserGroups)>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::AuthorizationCode, code) {
        let found = deps.storage.read().grants().find_by_code(&hash).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// Ends the grant of a code that could not be used up. One that was redeemed before is a replay, and is told of; what is
/// stored now tells it from one that expired, or whose user was closed.
async fn end(deps: &Deps, pool: &Pool, grant: &Grant) -> Result<(), Error> {
    let current = deps.storage.read().grants().find(grant.id).await?;
    if current.and_then(|grant| grant.code).is_none_or(|terms| terms.consumed_at.is_none()) {
        deps.storage.alone(async |one: Alone<'_>| one.grants().revoke(grant.id, deps.now()).await).await?;
        return Ok(());
    }
    let event = events::of_user(deps, EventName::ReplayDetected, &pool.id, grant.user, Some(&grant.client));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.grants().revoke(grant.id, deps.now()).await? {
            tx.events().add(&event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await
}

/// Whether the request repeats what the authorization request fixed.
fn terms_hold(terms: &CodeTerms, request: &TokenRequest) -> bool {
    // RFC 6749 §4.1.3: identical where the authorization request had one.
    let uri_holds =
        terms.redirect_uri.is_empty() || request.redirect_uri.as_deref() == Some(terms.redirect_uri.as_str());
    let pkce_holds = match (terms.code_challenge.as_str(), request.code_verifier.as_deref()) {
        ("", None) => true,
        // A verifier without a challenge means that the challenge was stripped (RFC 9700 §4.8.2, case 34).
        ("", Some(_)) | (_, None) => false,
        (challenge, Some(verifier)) => digest::answers_pkce_challenge(verifier, challenge),
    };
    uri_holds && pkce_holds
}

/// RFC 7636 §4.1.
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
}
