//! An admin looks at a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::text;

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
