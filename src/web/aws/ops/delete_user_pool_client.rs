//! An admin deletes a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPoolClient.html>

use serde::Deserialize;

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`DeleteUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
    }
}
