//! A user sets a new password with the code from the message.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, recovery};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`ConfirmForgotPassword`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ConfirmForgotPasswordRequest" {
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Proof of the client's secret, where it has one.
        secret_hash: Option<Secret> = optional("SecretHash", text::SECRET_HASH),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The code.
        confirmation_code: Secret = required("ConfirmationCode", text::CODE),
        /// The new password.
        password: Secret = required("Password", text::PASSWORD),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { client_id, secret_hash, username, confirmation_code, password } = request;
    let (client, pool) = target::client(deps, &client_id, &username, secret_hash.as_ref()).await?;
    let code = members::text(&confirmation_code);
    let finish = recovery::Finish { pool, client, username, code, password };
    refusals::recovered(recovery::finish(deps, finish).await?)?;
    Ok(Empty {})
}
