//! An admin sets a user's password, for good or for the next sign-in.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserPassword.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`AdminSetUserPassword`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminSetUserPasswordRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The password.
        password: Secret = required("Password", text::PASSWORD),
        /// `true`: for good.
        permanent: Option<bool> = optional("Permanent", Shape::Boolean),
    }
}
