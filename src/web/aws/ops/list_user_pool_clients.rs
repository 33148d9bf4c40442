//! An admin lists the clients of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::client::UserPoolClientDescription;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`ListUserPoolClients`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUserPoolClientsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Most clients on a page; unset: 60.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(1, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
    also [Member::refused("ClientType", &["REGULAR"])]
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of clients.
    pub user_pool_clients: Vec<UserPoolClientDescription>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}
