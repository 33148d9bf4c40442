//! An admin reads a resource server.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeResourceServer.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::resource_servers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::resource_server::ResourceServerResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeResourceServer`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeResourceServerRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What its scopes begin with.
        identifier: String = required("Identifier", text::RESOURCE_SERVER_IDENTIFIER),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<ResourceServerResponse, CognitoError> {
    let Request { user_pool_id, identifier } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let found = resource_servers::describe(deps, &pool.id, &identifier).await?;
    let server = found.ok_or_else(|| CognitoError::resource_server_does_not_exist(&identifier))?;
    Ok(views::resource_server::one(&server))
}
