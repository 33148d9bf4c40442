//! A new user asks for the code once more.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, sign_up};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::CodeSent;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`ResendConfirmationCode`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ResendConfirmationCodeRequest" {
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Proof of the client's secret, where it has one.
        secret_hash: Option<Secret> = optional("SecretHash", text::SECRET_HASH),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<CodeSent, CognitoError> {
    let Request { client_id, secret_hash, username } = request;
    let (client, pool) = target::client(deps, &client_id, &username, secret_hash.as_ref()).await?;
    let outcome = sign_up::resend(deps, sign_up::Resend { pool, client, username, language: String::new() }).await?;
    Ok(CodeSent { code_delivery_details: refusals::resent(outcome)? })
}
