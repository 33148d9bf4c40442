//! A user reads their own attributes.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUser.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::AttributeType;

structure! {
    /// What [`GetUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetUserRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Their username.
    pub username: String,
    /// Those of their attributes that the client may read; `sub` first.
    pub user_attributes: Vec<AttributeType>,
}
