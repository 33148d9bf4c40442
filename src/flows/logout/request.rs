//! Reads a request to sign out: which pool and client, whom it means, where it leads. Ends nothing.

use std::sync::Arc;

use url::Url;

use crate::crypto::signing::unverified_issuer;
use crate::domain::client::{Client, ClientId, is_same};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::session::SessionLogin;
use crate::flows::id_token_hint::{self, IdTokenHint};
use crate::flows::session::Live;
use crate::flows::{Deps, Error};
use crate::protocol::oauth::Params;

/// Parameters that must not occur twice (RP-Initiated Logout §2, as RFC 6749 §3.1).
const ONCE: [&str; 7] =
    ["client_id", "id_token_hint", "logout_uri", "post_logout_redirect_uri", "redirect_uri", "state", "ui_locales"];

/// A request to sign out.
#[derive(Clone, Debug)]
pub struct LogoutRequest {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that asks, where one is named.
    pub client: Option<Arc<Client>>,
    /// Where it leads afterwards.
    pub leads_to: Destination,
    /// The sign-in that it ended; none before it did.
    pub ended: Option<SessionLogin>,
    /// Whom the hint names; none without a hint.
    subject: Option<String>,
    /// Whether it is Cognito's request, which asks nobody.
    is_cognitos: bool,
}

/// Where a sign-out leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A URL that the client registered.
    Url(String),
    /// The sign-in page, for these parameters.
    SignIn(String),
    /// A page that says that they are signed out.
    Page,
}

/// Why nobody is signed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogoutRefused {
    /// A parameter occurs twice.
    Malformed,
    /// No client and no pool is named, or an unknown one.
    UnknownClient,
    /// The URL is not registered (case 87).
    RedirectMismatch,
    /// The hint is not an ID token of this pool, or not of the client that is named (case 89).
    HintInvalid,
}

impl LogoutRequest {
    /// Whether the person who is, or was last, signed in is to be asked first.
    pub(super) fn asks(&self, last: &Live) -> bool {
        !self.is_cognitos && self.subject.as_deref() != Some(last.user.id.to_string().as_str())
    }

    /// The origin (or the scheme, for an app's own) that a page's form must be allowed to lead to; empty for ours.
    pub fn form_target(&self) -> String {
        let Destination::Url(url) = &self.leads_to else { return String::new() };
        match Url::parse(url) {
            Ok(url) if url.origin().is_tuple() => url.origin().ascii_serialization(),
            Ok(url) => format!("{}:", url.scheme()),
            Err(_) => String::new(),
        }
    }
}

/// Reads a request; `expected` is the pool of the URL, where it names one.
pub(super) async fn read(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Result<LogoutRequest, LogoutRefused>, Error> {
    if params.repeated(&ONCE).is_some() {
        return Ok(Err(LogoutRefused::Malformed));
    }
    let named = match client(deps, params, expected).await? {
        Ok(named) => named,
        Err(refused) => return Ok(Err(refused)),
    };
    let hint = params.get("id_token_hint");
    let issuer = hint.and_then(unverified_issuer).and_then(|issuer| deps.urls.pool_of_issuer(&issuer));
    let pool = match (&named, expected.or(issuer.as_ref())) {
        (Some((_, pool)), _) => Some(pool.clone()),
        (None, Some(id)) => deps.directory.pool(id).await?,
        (None, None) => None,
    };
    let Some(pool) = pool else {
        let is_guess = hint.is_some() && named.is_none();
        return Ok(Err(if is_guess { LogoutRefused::HintInvalid } else { LogoutRefused::UnknownClient }));
    };
    let mut client = named.map(|(client, _)| client);
    let subject = match hint {
        None => None,
        Some(hint) => match id_token_hint::read(deps, &pool.id, hint).await? {
            Some(IdTokenHint { subject, audience }) => {
                // RP-Initiated Logout §2: both name the same client.
                if client.as_ref().is_some_and(|client| client.id.as_str() != audience) {
                    return Ok(Err(LogoutRefused::HintInvalid));
                }
                if client.is_none() {
                    client = of_audience(deps, &pool.id, &audience).await?;
                }
                Some(subject)
            }
            None => return Ok(Err(LogoutRefused::HintInvalid)),
        },
    };
    let is_cognitos = client.is_some() && (params.has("logout_uri") || is_back_in(params));
    Ok(destination(client.as_deref(), params).map(|leads_to| LogoutRequest {
        pool,
        client,
        leads_to,
        ended: None,
        subject,
        is_cognitos,
    }))
}

/// Cognito's "log out and back in".
fn is_back_in(params: &Params) -> bool {
    params.has("redirect_uri") && !params.has("post_logout_redirect_uri")
}

/// The client of `client_id`, where there is that parameter: then it must be one, of the pool of the URL.
async fn client(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Result<Option<(Arc<Client>, Arc<Pool>)>, LogoutRefused>, Error> {
    if !params.has("client_id") {
        return Ok(Ok(None));
    }
    let Some(id) = params.get("client_id").and_then(ClientId::parse) else {
        return Ok(Err(LogoutRefused::UnknownClient));
    };
    let found = deps.directory.client_and_pool(&id).await?;
    let found = found.filter(|(client, _)| expected.is_none_or(|expected| *expected == client.pool));
    Ok(found.map(Some).ok_or(LogoutRefused::UnknownClient))
}

async fn of_audience(deps: &Deps, pool: &PoolId, audience: &str) -> Result<Option<Arc<Client>>, Error> {
    let Some(id) = ClientId::parse(audience) else { return Ok(None) };
    Ok(deps.directory.client(&id).await?.filter(|client| client.pool == *pool))
}

/// `logout_uri` wins over all others (`cognito.md` §13 trap 18). A URL without a client whose URL it could be is never
/// followed: Cognito's is refused, the standard's is left aside (RP-Initiated Logout §3).
fn destination(client: Option<&Client>, params: &Params) -> Result<Destination, LogoutRefused> {
    let registered = |name: &str, urls: &[String]| {
        let named = params.get(name).filter(|uri| urls.iter().any(|known| is_same(known, uri)));
        named.map(str::to_owned).ok_or(LogoutRefused::RedirectMismatch)
    };
    let is_bare = client.is_none() && (params.has("logout_uri") || is_back_in(params));
    let Some(client) = client else {
        return if is_bare { Err(LogoutRefused::UnknownClient) } else { Ok(Destination::Page) };
    };
    let settings = &client.settings;
    if params.has("logout_uri") {
        return registered("logout_uri", &settings.logout_urls).map(Destination::Url);
    }
    if params.has("post_logout_redirect_uri") {
        let uri = registered("post_logout_redirect_uri", &settings.logout_urls)?;
        return Ok(Destination::Url(with_state(&uri, params.get("state"))));
    }
    if params.has("redirect_uri") {
        registered("redirect_uri", &settings.callback_urls)?;
        return Ok(Destination::SignIn(params.to_query(|_| true)));
    }
    Ok(Destination::Page)
}

/// The registered text is kept as it is; `state` is echoed (RP-Initiated Logout §3).
fn with_state(uri: &str, state: Option<&str>) -> String {
    let Some(state) = state else { return uri.to_owned() };
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("state", state).finish();
    let separator = if uri.contains('?') { '&' } else { '?' };
    format!("{uri}{separator}{query}")
}
