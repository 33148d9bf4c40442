//! Client authentication (RFC 6749 §2.3): `client_secret_basic` and `client_secret_post`; public clients name themselves.

use std::sync::Arc;

use subtle::ConstantTimeEq;

use crate::domain::client::{Client, ClientId};
use crate::domain::pool::{Pool, PoolId};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;

/// What the request says of its client.
#[derive(Debug, Default)]
pub struct ClientAuthentication {
    /// `Authorization: Basic`, decoded.
    pub basic: Option<(String, Secret)>,
    /// `client_id` of the body.
    pub client_id: Option<String>,
    /// `client_secret` of the body.
    pub client_secret: Option<Secret>,
}

/// Why the client is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientRefused {
    /// Two ways at once, or two different ids (case 49).
    Ambiguous,
    /// No client is named at all.
    Absent,
    /// Unknown, of another pool, or not authenticated.
    Invalid,
}

/// The client behind a request and its pool; `expected` narrows the pools in which it may live. Failures are counted
/// against the address and, where it is expected, the pool ([`Rate::ClientSecrets`]).
pub async fn authenticate_client(
    deps: &Deps,
    presented: &ClientAuthentication,
    expected: Option<&PoolId>,
) -> Result<Result<(Arc<Client>, Arc<Pool>), ClientRefused>, Error> {
    let (id, secret) = match one_way(presented) {
        Ok(one) => one,
        Err(refused) => return Ok(Err(refused)),
    };
    let Some(id) = ClientId::parse(id) else { return Ok(Err(ClientRefused::Invalid)) };
    let admission = admission::admit(deps, Rate::ClientSecrets, expected)?;
    let found = deps.directory.client_and_pool(&id).await?;
    let Some((client, pool)) = found.filter(|(client, _)| expected.is_none_or(|expected| *expected == client.pool))
    else {
        return Ok(Err(ClientRefused::Invalid));
    };
    let is_believed = match (&client.secret, secret) {
        (Some(own), Some(given)) => own.expose_secret().as_bytes().ct_eq(given.expose_secret().as_bytes()).into(),
        (None, None) => true,
        // An empty secret from a public client is what some libraries send.
        (None, Some(given)) => given.expose_secret().is_empty(),
        (Some(_), None) => false,
    };
    if !is_believed {
        return Ok(Err(ClientRefused::Invalid));
    }
    admission.give_back();
    Ok(Ok((client, pool)))
}

/// The one way in which the request names its client.
fn one_way(presented: &ClientAuthentication) -> Result<(&str, Option<&Secret>), ClientRefused> {
    match (&presented.basic, &presented.client_id, &presented.client_secret) {
        (Some(_), _, Some(_)) => Err(ClientRefused::Ambiguous),
        (Some((basic, _)), Some(body), None) if basic != body => Err(ClientRefused::Ambiguous),
        (Some((id, secret)), _, None) => Ok((id, Some(secret))),
        (None, Some(id), secret) => Ok((id, secret.as_ref())),
        (None, None, _) => Err(ClientRefused::Absent),
    }
}
