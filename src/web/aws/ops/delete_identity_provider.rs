//! An admin takes an identity provider away. Its users stay.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteIdentityProvider.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::providers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`DeleteIdentityProvider`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteIdentityProviderRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Its name.
        provider_name: String = required("ProviderName", text::PROVIDER_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, provider_name } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    target::is_provider(&provider_name)?;
    let is_deleted = providers::delete(deps, &pool, &provider_name).await?;
    is_deleted.then_some(Empty {}).ok_or_else(|| CognitoError::provider_does_not_exist(&provider_name))
}
