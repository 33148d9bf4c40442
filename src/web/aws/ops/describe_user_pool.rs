//! An admin looks at a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::UserPoolType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`DescribeUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DescribeUserPoolRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The pool.
    pub user_pool: UserPoolType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let found = pools::describe(deps, &target::pool_id(&request.user_pool_id)?).await?;
    let (pool, users) = found.ok_or_else(|| CognitoError::pool_does_not_exist(&request.user_pool_id))?;
    Ok(Response { user_pool: views::pool::pool(&pool, users) })
}
