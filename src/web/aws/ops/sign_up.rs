//! A stranger becomes a user, unconfirmed until their contact is proven.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::{self, AttributeType, CodeDeliveryDetailsType};
use crate::protocol::aws::shapes::{inert, text};

structure! {
    /// What [`SignUp`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "SignUpRequest" {
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Proof of the client's secret, where it has one.
        secret_hash: Option<Secret> = optional("SecretHash", text::SECRET_HASH),
        /// The name that they chose.
        username: String = required("Username", text::USERNAME),
        /// Their password.
        password: Option<Secret> = optional("Password", text::PASSWORD),
        /// What they say of themselves.
        user_attributes: Option<Vec<AttributeType>> = optional("UserAttributes", user::ATTRIBUTES),
    }
    also [inert::VALIDATION_DATA, inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA]
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Whether no code is needed.
    pub user_confirmed: bool,
    /// Where the code went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_delivery_details: Option<CodeDeliveryDetailsType>,
    /// Their id.
    pub user_sub: String,
}
