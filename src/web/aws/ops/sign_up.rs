//! A stranger becomes a user, unconfirmed until their contact is proven.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html>

use serde::{Deserialize, Serialize};

use crate::domain::identifier::IdentifierKind;
use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::sign_up::{self, SignUpOutcome, SignUpRefused};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::{self, AttributeType, CodeDeliveryDetailsType};
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

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

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { client_id, secret_hash, username, password, user_attributes } = request;
    let (client, pool) = target::client(deps, &client_id, &username, secret_hash.as_ref()).await?;
    // Cognito has users without a password, who sign in by a code; here there are none.
    let password = password.ok_or_else(|| CognitoError::member_is_null("password"))?;
    let attributes = members::attributes(user_attributes)?;
    match sign_up::register(
        deps,
        sign_up::SignUp { pool, client, username, password, attributes, language: String::new(), browser: None },
    )
    .await?
    {
        SignUpOutcome::Registered(registered) => Ok(Response {
            user_confirmed: registered.is_confirmed,
            code_delivery_details: registered.delivery.map(refusals::delivery),
            user_sub: registered.id.to_string(),
        }),
        // Only pages hide who is there; an app is told.
        SignUpOutcome::AsIfRegistered { .. } => Err(SignUpRefused::Taken(IdentifierKind::Username).into()),
        SignUpOutcome::Refused(refused) => Err(refused.into()),
    }
}
