//! An admin changes what is known of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::{self, AttributeType};
use crate::protocol::aws::shapes::{inert, text};

structure! {
    /// What [`AdminUpdateUserAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminUpdateUserAttributesRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// What is to change; an empty value removes.
        user_attributes: Vec<AttributeType> = required("UserAttributes", user::ATTRIBUTES),
    }
    also [inert::CLIENT_METADATA]
}
