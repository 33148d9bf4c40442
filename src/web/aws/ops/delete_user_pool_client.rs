//! An admin deletes a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`DeleteUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let (pool, id) = (target::pool(deps, &request.user_pool_id).await?, target::client_id(&request.client_id)?);
    let is_deleted = clients::delete(deps, &pool.id, &id).await?;
    is_deleted.then_some(Empty {}).ok_or_else(|| CognitoError::client_does_not_exist(&request.client_id))
}
