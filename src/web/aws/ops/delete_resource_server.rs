//! An admin deletes a resource server; its scopes go from every client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteResourceServer.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::resource_servers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`DeleteResourceServer`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteResourceServerRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What its scopes begin with.
        identifier: String = required("Identifier", text::RESOURCE_SERVER_IDENTIFIER),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, identifier } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let is_deleted = resource_servers::delete(deps, &pool.id, &identifier).await?;
    is_deleted.then_some(Empty {}).ok_or_else(|| CognitoError::resource_server_does_not_exist(&identifier))
}
