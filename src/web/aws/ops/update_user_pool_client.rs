//! An admin changes a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::client_settings::ClientSettingsMembers;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`UpdateUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// The new name.
        client_name: Option<String> = optional("ClientName", text::TITLE),
    }
    with
        /// What is to change.
        settings: ClientSettingsMembers
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The client as it now is.
    pub user_pool_client: UserPoolClientType,
}
