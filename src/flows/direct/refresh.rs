//! Refreshes for a client that shows its secret itself, whether or not its tokens rotate.

use super::client::find_client;
use crate::domain::secret::Secret;
use crate::flows::token::{self, ClientAuthentication, Refresh, RefreshRefused, Tokens};
use crate::flows::{Deps, Error};

/// What is brought.
#[derive(Debug)]
pub struct DirectRefresh {
    /// The client's id.
    pub client_id: String,
    /// The client's secret, where it has one.
    pub client_secret: Option<Secret>,
    /// The refresh token.
    pub refresh_token: Secret,
}

/// How it ends.
#[derive(Debug)]
pub enum DirectRefreshOutcome {
    /// Refreshed.
    Tokens(Box<Tokens>),
    /// There is no such client.
    ClientUnknown,
    /// Its secret is another one, or was not shown.
    SecretWrong,
    /// The refresh token does not work.
    Refused(RefreshRefused),
}

/// Refreshes. The client is believed before the token is looked at: whoever lacks its secret learns nothing of a token.
pub async fn refresh(deps: &Deps, asked: DirectRefresh) -> Result<DirectRefreshOutcome, Error> {
    let DirectRefresh { client_id, client_secret, refresh_token } = asked;
    if find_client(deps, &client_id, None).await?.is_none() {
        return Ok(DirectRefreshOutcome::ClientUnknown);
    }
    let presented = ClientAuthentication { basic: None, client_id: Some(client_id), client_secret };
    let Ok((client, pool)) = token::authenticate_client(deps, &presented, None).await? else {
        return Ok(DirectRefreshOutcome::SecretWrong);
    };
    Ok(match token::refresh(deps, &pool, &client, &refresh_token, None, false).await? {
        Ok(tokens) => DirectRefreshOutcome::Tokens(Box::new(tokens)),
        Err(Refresh::Refused(refused)) => DirectRefreshOutcome::Refused(refused),
        // No scope was asked for.
        Err(Refresh::Scope) => DirectRefreshOutcome::Refused(RefreshRefused::Invalid),
    })
}
