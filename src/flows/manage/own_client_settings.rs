//! The settings of a client that Cognito's model has no members for. What is not said stays.

use std::convert::Infallible;

use crate::domain::client::{ClientId, ClientSettings};
use crate::domain::pool::Pool;
use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::flows::manage::clients::{self, ClientChange};
use crate::flows::manage::signing_keys::{self, Rotation};
use crate::flows::{Deps, Error};

/// What shall be changed; `None` stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnSettings {
    /// Whether an authorization request needs a code challenge (decision D2).
    pub require_pkce: Option<bool>,
    /// Seconds for which an authorization code lives (decision D3).
    pub code_lifetime_secs: Option<i64>,
    /// Whether the client's grants outlive the session's sign-out (decision D12).
    pub keeps_grants_at_logout: Option<bool>,
    /// Whether its users need a recent proof to change what leads to their account (case 157).
    pub requires_recent_proof: Option<bool>,
    /// How its ID tokens are signed.
    pub id_token_algorithm: Option<SigningAlgorithm>,
    /// How its access tokens are signed.
    pub access_token_algorithm: Option<SigningAlgorithm>,
    /// When the pool's first keys of these algorithms begin to sign. Until then the tokens are signed as by default.
    pub first_keys: Rotation,
}

/// Changes a client.
pub async fn update(deps: &Deps, pool: &Pool, id: &ClientId, wanted: OwnSettings) -> Result<ClientChange, Error> {
    let Some(client) = clients::describe(deps, &pool.id, id).await? else { return Ok(ClientChange::NotFound) };
    if wanted.first_keys == Rotation::Now {
        let mut settings = client.settings;
        set_algorithms(&mut settings, wanted);
        signing_keys::prepare(deps, &pool.id, &settings, Rotation::Now).await?;
    }
    let change = clients::update(deps, pool, id, |client| {
        let settings = &mut client.settings;
        settings.require_pkce = wanted.require_pkce.or(settings.require_pkce);
        settings.code_lifetime_secs = wanted.code_lifetime_secs.or(settings.code_lifetime_secs);
        settings.keeps_grants_at_logout = wanted.keeps_grants_at_logout.unwrap_or(settings.keeps_grants_at_logout);
        settings.requires_recent_proof = wanted.requires_recent_proof.unwrap_or(settings.requires_recent_proof);
        set_algorithms(settings, wanted);
        Ok::<(), Infallible>(())
    });
    let Ok(change) = change.await?;
    Ok(change)
}

fn set_algorithms(settings: &mut ClientSettings, wanted: OwnSettings) {
    settings.id_token_algorithm = wanted.id_token_algorithm.unwrap_or(settings.id_token_algorithm);
    settings.access_token_algorithm = wanted.access_token_algorithm.unwrap_or(settings.access_token_algorithm);
}
