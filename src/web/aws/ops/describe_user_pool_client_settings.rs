//! An admin looks at those settings of a client that Cognito has no members for.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;
use crate::web::aws::views::own_settings::{self, OwnClientSettings};

structure! {
    /// What [`DescribeUserPoolClientSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeUserPoolClientSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnClientSettings, CognitoError> {
    let (pool, id) = (target::pool(deps, &request.user_pool_id).await?, target::client_id(&request.client_id)?);
    let client = clients::describe(deps, &pool.id, &id).await?;
    let client = client.ok_or_else(|| CognitoError::client_does_not_exist(&request.client_id))?;
    Ok(own_settings::client(&client))
}
