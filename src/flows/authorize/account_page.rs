//! A sign-in for the account page of a pool: the same pages and the same machine as for an app, without an app. Where it leads
//! afterwards is one of a few places of our own, so that no link to the sign-in page leads anywhere else (case 124).

use super::checks;
use super::validate::{Prompt, ValidRequest};
use crate::domain::client::{ACCOUNT_PAGE, Client};
use crate::domain::pool::{Pool, PoolId};
use crate::flows::federation::allowed;
use crate::flows::{Deps, Error};
use crate::protocol::oauth::Params;
use std::sync::Arc;

/// The places below `/account` to which a sign-in may lead: what the pages that ask for one are called. The account page
/// itself is the empty one.
pub const ACCOUNT_PLACES: [&str; 15] = [
    "", "profile", "email", "phone", "password", "factors", "app", "codes", "passkeys", "linked", "devices",
    "sessions", "activity", "data", "delete",
];

/// The query of a sign-in that leads to `place`; `fresh`: whoever is signed in proves it again.
pub fn account_query(place: &str, fresh: bool) -> String {
    let prompt = if fresh { "&prompt=login" } else { "" };
    format!("client_id={ACCOUNT_PAGE}&response_type=code&state={place}{prompt}")
}

/// Reads a request that is for the account page of the pool in the path; `None`: it is for an app.
pub(super) async fn read(
    deps: &Deps,
    params: &Params,
    expected: Option<&PoolId>,
) -> Result<Option<ValidRequest>, Error> {
    let Some(id) = expected.filter(|_| params.get("client_id") == Some(ACCOUNT_PAGE)) else { return Ok(None) };
    let pool = deps.directory.pool(id).await?;
    let Some(pool) = pool else { return Ok(None) };
    request(deps, pool, params).await.map(Some)
}

async fn request(deps: &Deps, pool: Arc<Pool>, params: &Params) -> Result<ValidRequest, Error> {
    let asked = params.get("state").unwrap_or_default();
    let place = ACCOUNT_PLACES.into_iter().find(|place| *place == asked).unwrap_or_default();
    let issuer = deps.urls.issuer(&pool.id);
    let slash = if place.is_empty() { "" } else { "/" };
    let client = Arc::new(Client::account_page(&pool));
    let ways_in = allowed(deps, &pool, &client).await?;
    // One that is not there is no obstacle: the page shows who may sign in.
    let provider = checks::provider(&ways_in, params).unwrap_or_default();
    Ok(ValidRequest {
        redirect_uri: format!("{issuer}/account{slash}{place}"),
        names_redirect_uri: false,
        state: None,
        scope: String::new(),
        nonce: String::new(),
        code_challenge: String::new(),
        prompt: Prompt { login: params.get("prompt") == Some("login"), ..Prompt::default() },
        max_age_secs: None,
        acr: None,
        login_hint: String::new(),
        expected_subject: None,
        client,
        ways_in,
        provider,
        issuer,
        is_errand: false,
        pool,
    })
}
