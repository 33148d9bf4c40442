//! An admin confirms a new user without a code.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::{inert, text};

structure! {
    /// What [`AdminConfirmSignUp`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminConfirmSignUpRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
    also [inert::CLIENT_METADATA]
}
