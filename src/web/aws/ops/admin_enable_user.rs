//! An admin lets a user in again.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminEnableUser.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`AdminEnableUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminEnableUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}
