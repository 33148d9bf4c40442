//! An admin deletes a pool with all that is in it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`DeleteUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserPoolRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}
