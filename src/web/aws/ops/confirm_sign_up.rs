//! A new user proves their contact with the code from the message.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::{inert, text};

structure! {
    /// What [`ConfirmSignUp`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ConfirmSignUpRequest" {
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Proof of the client's secret, where it has one.
        secret_hash: Option<Secret> = optional("SecretHash", text::SECRET_HASH),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The code.
        confirmation_code: Secret = required("ConfirmationCode", text::CODE),
        /// Whether to take an alias over from the account that holds it.
        force_alias_creation: Option<bool> = optional("ForceAliasCreation", Shape::Boolean),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}
