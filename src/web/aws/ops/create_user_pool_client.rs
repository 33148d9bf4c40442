//! An admin makes a client.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html>

use serde::{Deserialize, Serialize};

use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::client::UserPoolClientType;
use crate::protocol::aws::shapes::client_settings::ClientSettingsMembers;
use crate::protocol::aws::shapes::text;

structure! {
    /// What [`CreateUserPoolClient`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateUserPoolClientRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// What people call it.
        client_name: String = required("ClientName", text::TITLE),
        /// Whether it gets a secret.
        generate_secret: Option<bool> = optional("GenerateSecret", Shape::Boolean),
    }
    also [Member::refused("ClientSecret", &[])]
    with
        /// What can be changed later.
        settings: ClientSettingsMembers
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The client as it now is.
    pub user_pool_client: UserPoolClientType,
}
