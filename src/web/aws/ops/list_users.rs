//! An admin lists the users of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::{self, UserType};

structure! {
    /// What [`ListUsers`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUsersRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The attributes to show; unset: all.
        attributes_to_get: Option<Vec<String>> = optional("AttributesToGet", user::ATTRIBUTE_NAMES),
        /// Most users on a page; unset or 0: 60.
        limit: Option<u16> = optional("Limit", Shape::Integer(0, 60)),
        /// Where the last page ended.
        pagination_token: Option<String> = optional("PaginationToken", text::PAGE_TOKEN),
        /// Which users: `attribute = "value"` or `attribute ^= "value"`.
        filter: Option<String> = optional("Filter", text::USER_FILTER),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of users.
    pub users: Vec<UserType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}
