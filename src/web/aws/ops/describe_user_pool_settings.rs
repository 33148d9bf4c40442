//! An admin looks at those settings of a pool that Cognito has no members for.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;
use crate::web::aws::views::own_settings::{self, OwnPoolSettings};

structure! {
    /// What [`DescribeUserPoolSettings`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeUserPoolSettingsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<OwnPoolSettings, CognitoError> {
    let found = pools::describe(deps, &target::pool_id(&request.user_pool_id)?).await?;
    let (pool, _) = found.ok_or_else(|| CognitoError::pool_does_not_exist(&request.user_pool_id))?;
    Ok(own_settings::pool(&pool))
}
