//! An admin reads those settings of an identity provider that Cognito has no members for.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::providers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;
use crate::web::aws::views::provider::{self, OwnProviderSettings};

structure! {
    /// What [`DescribeIdentityProviderSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeIdentityProviderSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The provider.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnProviderSettings, CognitoError> {
    let Request { user_pool_id, provider_name } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let found = providers::describe(deps, &pool.id, &provider_name).await?;
    let found = found.ok_or_else(|| CognitoError::provider_does_not_exist(&provider_name))?;
    Ok(provider::own_settings(&deps.urls, &found))
}
