//! A browser sets out for a provider.

use tokio::time::timeout;
use tracing::info;
use uuid::Uuid;

use super::land::LONGEST;
use super::saml_key;
use super::trip::{Carried, Errand, browser_hash};
use crate::domain::provider::Provider;
use crate::domain::random;
use crate::federation::{Departure, Failure, Fault, Trip, connector_of};
use crate::flows::authorize::ValidRequest;
use crate::flows::{Deps, Error};

/// Characters of a nonce, of 62 kinds each.
const NONCE_LEN: usize = 32;
/// Characters of a PKCE verifier (RFC 7636 §4.1).
const VERIFIER_LEN: usize = 64;

/// Who sets out, for what.
#[derive(Clone, Copy, Debug)]
pub struct Departing<'a> {
    /// The request of the app.
    pub request: &'a ValidRequest,
    /// The provider that they chose.
    pub provider: &'a Provider,
    /// The value of the browser's cookie.
    pub browser: &'a str,
    /// The request as it travels in the query of pages.
    pub query: &'a str,
    /// Where those pages are mounted.
    pub mount: &'a str,
    /// The name that was typed, or came with the request; empty for none.
    pub login_hint: &'a str,
    /// What for.
    pub errand: Errand,
}

/// Where the browser is sent. Nothing is written.
pub async fn depart(deps: &Deps, departing: Departing<'_>) -> Result<Result<Departure, Failure>, Error> {
    let Departing { request, provider, browser, query, mount, login_hint, errand } = departing;
    // Whoever has a session that is young enough is not sent there: the provider's may be as old as the one that was not.
    let demands_proof = request.prompt.login || request.max_age_secs.is_some();
    let carried = Carried {
        id: Uuid::from_bytes(random::bytes(deps.random.as_ref())),
        pool: request.pool.id.clone(),
        provider: provider.id,
        browser: browser_hash(deps, browser),
        nonce: random::alphanumeric(deps.random.as_ref(), NONCE_LEN),
        verifier: random::alphanumeric(deps.random.as_ref(), VERIFIER_LEN),
        query: query.to_owned(),
        mount: mount.to_owned(),
        errand,
        is_unasked: false,
        has_own_callback: provider.settings.has_own_callback,
        demands_proof,
        began_at: deps.now().0,
    };
    // What an app says in its request travels there and back: as much of it as that goes for is its own to choose.
    let Some(state) = carried.seal(deps) else {
        return Ok(Err(Failure::misconfigured("the request of the app is too long to travel")));
    };
    // Whoever links an account proves that it is theirs: that a browser is signed in to it is no wish of anybody's.
    let is_fresh = errand != Errand::SignIn || demands_proof;
    let key = saml_key::for_trip(deps, provider).await?;
    let trip = Trip { login_hint: login_hint.to_owned(), is_fresh, key, ..carried.trip(deps, provider, state) };
    let departure = match connector_of(provider) {
        Ok(connector) => timeout(LONGEST, connector.depart(&deps.calls, &trip)).await.unwrap_or_else(|_| Err(slow())),
        Err(failure) => Err(failure),
    };
    if let Err(failure) = &departure {
        // No event: nothing is written for a page that was opened.
        info!(pool = %request.pool.id, provider = provider.name, %failure, "nobody can be sent to a provider");
    }
    Ok(departure)
}

fn slow() -> Failure {
    Failure::new(Fault::Slow, "no answer in time")
}
