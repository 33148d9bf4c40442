//! An admin looks at a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
    }
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The client.
    pub user_pool_client: UserPoolClientType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, caller: Caller, request: Request) -> Result<Response, CognitoError> {
    let (pool, id) = (target::pool(deps, &request.user_pool_id).await?, target::client_id(&request.client_id)?);
    let client = clients::describe(deps, &pool.id, &id).await?;
    let client = client.ok_or_else(|| CognitoError::client_does_not_exist(&request.client_id))?;
    Ok(Response { user_pool_client: views::client::client(&client, caller.sees_client_secrets()) })
}
