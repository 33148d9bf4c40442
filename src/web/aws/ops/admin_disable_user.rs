//! An admin shuts a user out, and ends their sessions and grants.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableUser.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`AdminDisableUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminDisableUserRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}
