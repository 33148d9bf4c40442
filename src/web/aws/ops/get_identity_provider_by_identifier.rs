//! An admin reads how the identity provider is configured that has one of its other names.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetIdentityProviderByIdentifier.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::providers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::provider::{self, IdentityProviderResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`GetIdentityProviderByIdentifier`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetIdentityProviderByIdentifierRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// One of its other names, in whichever case.
        idp_identifier: String = required("IdpIdentifier", provider::IDP_IDENTIFIER),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<IdentityProviderResponse, CognitoError> {
    let Request { user_pool_id, idp_identifier } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let found = providers::describe_by_identifier(deps, &pool.id, &idp_identifier).await?;
    let provider = found.ok_or_else(|| CognitoError::provider_identifier_does_not_exist(&idp_identifier))?;
    Ok(views::provider::one(&provider))
}
