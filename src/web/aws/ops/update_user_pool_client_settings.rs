//! An admin changes those settings of a client that Cognito has no members for. What is not said stays.

use serde::Deserialize;

use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::flows::Deps;
use crate::flows::manage::own_client_settings::{self, OwnSettings};
use crate::flows::manage::signing_keys::Rotation;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views::own_settings::{self, OwnClientSettings};
use crate::web::aws::{refusals, target};

structure! {
    /// What [`UpdateUserPoolClientSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolClientSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Whether an authorization request needs a code challenge.
        require_pkce: Option<bool> = optional("RequirePkce", Shape::Boolean),
        /// Seconds for which an authorization code lives.
        code_lifetime_seconds: Option<i64> = optional("CodeLifetimeSeconds", Shape::Integer(1, 300)),
        /// Whether the client's grants outlive the sign-out of the session they were born in.
        keep_grants_at_logout: Option<bool> = optional("KeepGrantsAtLogout", Shape::Boolean),
        /// Whether its users need a recent proof to change what leads to their account.
        require_recent_proof: Option<bool> = optional("RequireRecentProof", Shape::Boolean),
        /// How the client's ID tokens are signed.
        id_token_signing_algorithm: Option<String> = optional("IdTokenSigningAlgorithm", text::SIGNING_ALGORITHM),
        /// How its access tokens are signed.
        access_token_signing_algorithm: Option<String> = optional("AccessTokenSigningAlgorithm", text::SIGNING_ALGORITHM),
        /// Whether the pool's first keys of these algorithms sign at once, announced to nobody.
        skip_key_announcement: Option<bool> = optional("SkipKeyAnnouncement", Shape::Boolean),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnClientSettings, CognitoError> {
    let (pool, id) = (target::pool(deps, &request.user_pool_id).await?, target::client_id(&request.client_id)?);
    let algorithm = |name: &Option<String>| name.as_deref().and_then(SigningAlgorithm::from_name);
    let change = OwnSettings {
        require_pkce: request.require_pkce,
        code_lifetime_secs: request.code_lifetime_seconds,
        keeps_grants_at_logout: request.keep_grants_at_logout,
        requires_recent_proof: request.require_recent_proof,
        id_token_algorithm: algorithm(&request.id_token_signing_algorithm),
        access_token_algorithm: algorithm(&request.access_token_signing_algorithm),
        first_keys: match request.skip_key_announcement {
            Some(true) => Rotation::Now,
            _ => Rotation::Announced,
        },
    };
    let changed = own_client_settings::update(deps, &pool, &id, change).await?;
    Ok(own_settings::client(&refusals::clients::changed(&request.client_id, changed)?))
}
