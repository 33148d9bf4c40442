//! An admin reads how an identity provider is configured; what is secret of it is not shown.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeIdentityProvider.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::providers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::provider::IdentityProviderResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeIdentityProvider`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeIdentityProviderRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Its name.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<IdentityProviderResponse, CognitoError> {
    let Request { user_pool_id, provider_name } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let found = providers::describe(deps, &pool.id, &provider_name).await?;
    let provider = found.ok_or_else(|| CognitoError::provider_does_not_exist(&provider_name))?;
    Ok(views::provider::one(&provider))
}
