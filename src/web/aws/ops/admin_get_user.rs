//! An admin looks at a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetUser.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{EpochSeconds, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::AttributeType;

structure! {
    /// What [`AdminGetUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminGetUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Their username.
    pub username: String,
    /// Their attributes, `sub` first.
    pub user_attributes: Vec<AttributeType>,
    /// When the account was made.
    pub user_create_date: EpochSeconds,
    /// When it was last changed.
    pub user_last_modified_date: EpochSeconds,
    /// Whether anything opens it.
    pub enabled: bool,
    /// How far it has come.
    pub user_status: &'static str,
}
