//! An admin looks at a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPool.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::UserPoolType;
use crate::protocol::aws::shapes::text;

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
