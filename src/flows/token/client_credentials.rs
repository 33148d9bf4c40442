//! `grant_type=client_credentials` (RFC 6749 §4.4): an access token for the client itself.
//!
//! What is needed stands in the caches, and nothing is written: there is no grant behind such a token, and nobody whom
//! it could speak for (case 53). It lives until it expires.

use crate::domain::client::{Client, OAuthFlow, is_custom_scope};
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v4;
use crate::domain::secret::Secret;
use crate::domain::signing_key::KeyUse;
use crate::domain::token::ClientCredentialsClaims;
use crate::flows::token::{TokenError, TokenErrorCode, TokenRequest, Tokens};
use crate::flows::{Deps, Error};

/// Answers a client that asks for itself. The client was authenticated; a public one cannot be (RFC 6749 §4.4.2).
pub(super) async fn issue(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    request: &TokenRequest,
) -> Result<Result<Tokens, TokenError>, Error> {
    let settings = &client.settings;
    let is_allowed = settings.oauth_enabled && settings.oauth_flows.contains(&OAuthFlow::ClientCredentials);
    if client.is_public() || !is_allowed {
        return Ok(Err(TokenError::new(TokenErrorCode::UnauthorizedClient, "This client may not use this grant.")));
    }
    let Some(scope) = scope(client, request.scope.as_deref()) else {
        return Ok(Err(TokenError::new(
            TokenErrorCode::InvalidScope,
            "A scope is unknown, not custom, or not allowed for this client.",
        )));
    };
    let issuer = deps.urls.issuer(&pool.id);
    let jti = uuid_v4(deps.random.as_ref()).to_string();
    let claims = ClientCredentialsClaims::new(&issuer, client, &scope, &jti, deps.now());
    let key = &deps.keys.signing(&pool.id, KeyUse::Access).await?.key;
    let token = key.sign(&claims).map_err(|_| Error::Internal("a token could not be signed"))?;
    Ok(Ok(Tokens {
        access_token: Secret::from(token),
        id_token: None,
        refresh_token: None,
        expires_in: settings.lifetimes.access_secs(),
        scope,
    }))
}

/// The scopes asked for, each once, or all custom ones of the client where none is; `None` where one of them is not
/// among these. The standard ones are about a user, and there is none.
fn scope(client: &Client, asked: Option<&str>) -> Option<String> {
    let allowed = || client.settings.oauth_scopes.iter().map(String::as_str).filter(|scope| is_custom_scope(scope));
    let mut scopes: Vec<&str> = Vec::new();
    for scope in asked.unwrap_or_default().split(' ').filter(|scope| !scope.is_empty()) {
        if !allowed().any(|allowed| allowed == scope) {
            return None;
        }
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() {
        scopes.extend(allowed());
    }
    (!scopes.is_empty()).then(|| scopes.join(" "))
}
