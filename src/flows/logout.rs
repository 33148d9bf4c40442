//! `/logout` as Cognito has it (`cognito.md` §1.6): to a registered sign-out URL, or back to the sign-in page.

use std::sync::Arc;

use crate::domain::client::{Client, ClientId, is_same};
use crate::domain::pool::{Pool, PoolId};
use crate::flows::session;
use crate::flows::{Deps, Error};
use crate::protocol::oauth::Params;

/// Where a sign-out leads. Nothing was ended yet when it is refused.
#[derive(Debug)]
pub enum LogoutOutcome {
    /// Go to this registered URL.
    To(String),
    /// Show the sign-in page for these parameters.
    SignInAgain {
        /// The pool.
        pool: Arc<Pool>,
        /// The parameters, as a query string.
        query: String,
    },
    /// Show that they are signed out: no URL was named.
    SignedOut(Arc<Client>, Arc<Pool>),
    /// The client is not known.
    UnknownClient,
    /// The URL is not registered (case 87).
    RedirectMismatch,
}

/// Signs the browser whose session cookie is `key` out of the pool.
pub async fn logout(
    deps: &Deps,
    params: &Params,
    key: Option<&str>,
    expected: Option<&PoolId>,
) -> Result<LogoutOutcome, Error> {
    let id = params.get("client_id").and_then(ClientId::parse);
    let found = match &id {
        Some(id) => deps.directory.client_and_pool(id).await?,
        None => None,
    };
    let found = found.filter(|(client, _)| expected.is_none_or(|expected| *expected == client.pool));
    let Some((client, pool)) = found else { return Ok(LogoutOutcome::UnknownClient) };
    let outcome = destination(&client, &pool, params);
    if matches!(outcome, LogoutOutcome::RedirectMismatch) {
        return Ok(outcome);
    }
    if let Some(key) = key {
        session::sign_out(deps, &pool.id, key, client.settings.keeps_grants_at_logout).await?;
    }
    Ok(outcome)
}

/// `logout_uri` wins over `redirect_uri` (`cognito.md` §13 trap 18).
fn destination(client: &Arc<Client>, pool: &Arc<Pool>, params: &Params) -> LogoutOutcome {
    if params.has("logout_uri") {
        let registered = |uri: &&str| client.settings.logout_urls.iter().any(|known| is_same(known, uri));
        return match params.get("logout_uri").filter(registered) {
            Some(uri) => LogoutOutcome::To(uri.to_owned()),
            None => LogoutOutcome::RedirectMismatch,
        };
    }
    if params.has("redirect_uri") {
        let registered = |uri: &&str| client.settings.callback_urls.iter().any(|known| is_same(known, uri));
        return match params.get("redirect_uri").filter(registered) {
            Some(_) => LogoutOutcome::SignInAgain { pool: pool.clone(), query: params.to_query(|_| true) },
            None => LogoutOutcome::RedirectMismatch,
        };
    }
    LogoutOutcome::SignedOut(client.clone(), pool.clone())
}
