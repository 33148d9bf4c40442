//! The checks of an authorization request: one rule each, named after what it looks at.

use std::sync::Arc;

use super::error::{AuthorizeErrorCode, PageError};
use super::parameters::PARAMETERS;
use super::validate::Prompt;
use crate::domain::client::{Client, ClientId, OAuthFlow, is_same};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::Provider;
use crate::domain::sign_in::Acr;
use crate::flows::federation::{Allowed, NotAllowed};
use crate::flows::{Deps, Error, id_token_hint};
use crate::protocol::oauth::Params;

/// A refusal sent to the client: code and description.
pub(super) type Refusal = (AuthorizeErrorCode, &'static str);

/// The client exists, in the pool of the URL (case 1).
pub(super) async fn client(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Result<(Arc<Client>, Arc<Pool>), PageError>, Error> {
    let Some(id) = params.get("client_id").and_then(ClientId::parse) else { return Ok(Err(PageError::UnknownClient)) };
    let found = deps.directory.client_and_pool(&id).await?;
    let found = found.filter(|(client, _)| expected.is_none_or(|expected| *expected == client.pool));
    Ok(found.ok_or(PageError::UnknownClient))
}

/// The redirect URI is registered, or absent where one stands for it (RFC 6749 §3.1.2.3, case 28).
pub(super) fn redirect_uri(client: &Client, params: &Params) -> Result<(String, bool), PageError> {
    let settings = &client.settings;
    if params.has("redirect_uri") {
        let requested = params.get("redirect_uri").ok_or(PageError::RedirectMismatch)?;
        let is_registered = settings.callback_urls.iter().any(|registered| is_same(registered, requested));
        return if is_registered { Ok((requested.to_owned(), true)) } else { Err(PageError::RedirectMismatch) };
    }
    match (&settings.default_redirect_uri, settings.callback_urls.as_slice()) {
        (Some(only), _) | (None, [only]) if is_same(only, only) => Ok((only.clone(), false)),
        (Some(_), _) | (None, [_]) => Err(PageError::RedirectMismatch),
        (None, _) => Err(PageError::RedirectMissing),
    }
}

/// No parameter occurs twice (RFC 6749 §3.1).
pub(super) fn repeated(params: &Params) -> Result<(), Refusal> {
    match params.repeated(&PARAMETERS) {
        None => Ok(()),
        Some(_) => Err((AuthorizeErrorCode::InvalidRequest, "A parameter occurs more than once.")),
    }
}

/// Request objects are not offered (OpenID Connect Core §6, case 10).
pub(super) fn request_objects(params: &Params) -> Result<(), Refusal> {
    if params.has("request") {
        return Err((AuthorizeErrorCode::RequestNotSupported, "Request objects are not offered."));
    }
    if params.has("request_uri") {
        return Err((AuthorizeErrorCode::RequestUriNotSupported, "Request URIs are not offered."));
    }
    if params.has("registration") {
        return Err((AuthorizeErrorCode::RegistrationNotSupported, "Registration by request is not offered."));
    }
    Ok(())
}

/// `response_type` is `code` (RFC 6749 §3.1.1, case 3).
pub(super) fn response_type(params: &Params) -> Result<(), Refusal> {
    match params.get("response_type") {
        Some("code") => Ok(()),
        None => Err((AuthorizeErrorCode::InvalidRequest, "response_type is missing.")),
        Some(_) => Err((AuthorizeErrorCode::UnsupportedResponseType, "Only response_type=code is offered.")),
    }
}

/// `response_mode` is `query`, the default of a code (case 11).
pub(super) fn response_mode(params: &Params) -> Result<(), Refusal> {
    match params.get("response_mode") {
        None | Some("query") => Ok(()),
        Some(_) => Err((AuthorizeErrorCode::InvalidRequest, "Only response_mode=query is offered.")),
    }
}

/// The client may use the code grant.
pub(super) fn grant_allowed(client: &Client) -> Result<(), Refusal> {
    if client.settings.oauth_enabled && client.settings.oauth_flows.contains(&OAuthFlow::Code) {
        return Ok(());
    }
    Err((AuthorizeErrorCode::UnauthorizedClient, "Client is not enabled for OAuth2.0 flows."))
}

/// A client that lists no provider at all has nobody to send people to: they cannot sign in for it at the pages, not even by
/// a session that there is.
pub(super) fn has_identity_provider(client: &Client) -> Result<(), Refusal> {
    if client.settings.has_identity_provider() {
        return Ok(());
    }
    let description =
        "This client has no identity provider: its admin must list COGNITO or another in SupportedIdentityProviders.";
    Err((AuthorizeErrorCode::UnauthorizedClient, description))
}

/// The provider that the request chooses is one that the client lets people come from.
pub(super) fn provider(ways_in: &Allowed, params: &Params) -> Result<Option<Arc<Provider>>, Refusal> {
    ways_in
        .chosen(params.get("identity_provider"), params.get("idp_identifier"))
        .map_err(|NotAllowed| (AuthorizeErrorCode::InvalidRequest, "The identity provider is not known."))
}

/// Resource indicators are not offered (RFC 8707 §2).
pub(super) fn resource(params: &Params) -> Result<(), Refusal> {
    if params.has("resource") {
        return Err((AuthorizeErrorCode::InvalidTarget, "Resource indicators are not offered."));
    }
    Ok(())
}

/// Every scope asked for is one of the client's; none asked for means all of them (case 5).
pub(super) fn scope(client: &Client, params: &Params) -> Result<String, Refusal> {
    let allowed = &client.settings.oauth_scopes;
    let refuse = Err((AuthorizeErrorCode::InvalidScope, "A scope is unknown or not allowed for this client."));
    let Some(requested) = params.get("scope") else {
        return if allowed.is_empty() { refuse } else { Ok(allowed.iter().cloned().collect::<Vec<_>>().join(" ")) };
    };
    let mut scopes: Vec<&str> = Vec::new();
    for scope in requested.split(' ').filter(|scope| !scope.is_empty()) {
        if !allowed.contains(scope) {
            return refuse;
        }
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    if scopes.is_empty() { refuse } else { Ok(scopes.join(" ")) }
}

/// `nonce` is at most 512 characters; it is copied byte for byte (case 46).
pub(super) fn nonce(params: &Params) -> Result<String, Refusal> {
    match params.get("nonce") {
        None => Ok(String::new()),
        Some(nonce) if nonce.chars().count() <= 512 => Ok(nonce.to_owned()),
        Some(_) => Err((AuthorizeErrorCode::InvalidRequest, "nonce is longer than 512 characters.")),
    }
}

/// PKCE (RFC 7636 §4.3): S256 only, both members or neither, asked of public clients (decision D2, cases 31, 32, 35, 36).
pub(super) fn code_challenge(client: &Client, params: &Params) -> Result<String, Refusal> {
    let invalid = |description| Err((AuthorizeErrorCode::InvalidRequest, description));
    if !params.has("code_challenge") && !params.has("code_challenge_method") {
        return if client.requires_pkce() {
            invalid(
                "code_challenge is missing: this client must use PKCE with S256, or its admin must set RequirePkce to false.",
            )
        } else {
            Ok(String::new())
        };
    }
    if params.get("code_challenge_method") != Some("S256") {
        return invalid("code_challenge_method must be S256.");
    }
    let is_digest =
        |text: &&str| text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    match params.get("code_challenge").filter(is_digest) {
        Some(challenge) => Ok(challenge.to_owned()),
        None => invalid("code_challenge must be 43 base64url characters."),
    }
}

/// `prompt` (OpenID Connect Core §3.1.2.1, case 6). `consent` changes nothing: clients are the pool's own. `create` is
/// known where one can sign up (OpenID Connect Prompt Create §4.1.1), and beside no other word: none says what the two
/// would mean together.
pub(super) fn prompt(pool: &Pool, params: &Params) -> Result<Prompt, Refusal> {
    let mut prompt = Prompt::default();
    let words: Vec<&str> =
        params.get("prompt").unwrap_or_default().split(' ').filter(|word| !word.is_empty()).collect();
    for word in &words {
        match *word {
            "none" => prompt.none = true,
            "login" => prompt.login = true,
            "select_account" => prompt.select_account = true,
            "consent" => {}
            "create" if pool.settings.self_sign_up => prompt.create = true,
            _ => return Err((AuthorizeErrorCode::InvalidRequest, "prompt has an unknown value.")),
        }
    }
    if (prompt.none || prompt.create) && words.len() > 1 {
        return Err((AuthorizeErrorCode::InvalidRequest, "prompt=none and prompt=create cannot be combined."));
    }
    Ok(prompt)
}

/// `max_age` is a whole number of seconds (case 7).
pub(super) fn max_age(params: &Params) -> Result<Option<i64>, Refusal> {
    let Some(text) = params.get("max_age") else {
        return if params.has("max_age") && params.repeated(&["max_age"]).is_none() {
            Err((AuthorizeErrorCode::InvalidRequest, "max_age is empty."))
        } else {
            Ok(None)
        };
    };
    let digits_only = text.len() <= 10 && text.bytes().all(|b| b.is_ascii_digit());
    match text.parse::<i64>() {
        Ok(secs) if digits_only => Ok(Some(secs)),
        _ => Err((AuthorizeErrorCode::InvalidRequest, "max_age must be a whole number of seconds.")),
    }
}

/// What `acr_values` demand (OpenID Connect Core §3.1.2.1). Words that are not known here demand nothing.
pub(super) fn acr(params: &Params) -> Option<Acr> {
    params.get("acr_values").and_then(Acr::demanded)
}

/// `login_hint`, where it could be a name at all.
pub(super) fn login_hint(params: &Params) -> String {
    let hint = params.get("login_hint").unwrap_or_default();
    if hint.chars().count() <= 256 { hint.to_owned() } else { String::new() }
}

/// The subject of an `id_token_hint`. A hint that does not hold names nobody, so no session can match it (case 9);
/// its expiry does not matter (OpenID Connect Core §3.1.2.1).
pub(super) async fn expected_subject(deps: &Deps, pool: &Pool, params: &Params) -> Result<Option<String>, Error> {
    let Some(hint) = params.get("id_token_hint") else { return Ok(None) };
    let subject = id_token_hint::read(deps, &pool.id, hint).await?.map(|hint| hint.subject);
    Ok(Some(subject.unwrap_or_default()))
}
