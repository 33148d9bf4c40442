//! An admin reads the tokens that an identity provider gave for a user, where they are kept.

use serde::{Deserialize, Serialize};

use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::flows::Deps;
use crate::flows::manage::users::{self, identities};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{EpochSeconds, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`GetIdentityProviderTokens`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetIdentityProviderTokensRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The provider.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
    }
}

/// What it answers: what the provider gave at the user's last sign-in through it. Absent: nothing is kept.
#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// The refresh token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The ID token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// When they came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creation_date: Option<EpochSeconds>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, username, provider_name } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let user = users::find(deps, &pool, &username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let kept = identities::tokens(deps, &pool, &user, &provider_name).await?;
    let kept = kept.ok_or_else(|| CognitoError::provider_does_not_exist(&provider_name))?;
    let shown = |secret: &Secret| secret.expose_secret().to_owned();
    Ok(kept.map_or_else(Response::default, |tokens| Response {
        access_token: Some(shown(&tokens.access)),
        refresh_token: tokens.refresh.as_ref().map(shown),
        id_token: tokens.id.as_ref().map(shown),
        creation_date: Some(tokens.created_at.into()),
    }))
}
