//! A new user proves their contact with the code from the message.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, sign_up};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

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
        /// Whether a contact that another user has proven as an alias moves to this one.
        force_alias_creation: Option<bool> = optional("ForceAliasCreation", Shape::Boolean),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA, Member::refused("Session", &[])]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { client_id, secret_hash, username, confirmation_code, force_alias_creation } = request;
    let (client, pool) = target::client(deps, &client_id, &username, secret_hash.as_ref()).await?;
    let code = members::text(&confirmation_code);
    let takes_over = force_alias_creation.unwrap_or_default();
    refusals::confirmed(
        sign_up::confirm(deps, sign_up::Confirm { pool, client, username, code, takes_over, pledge: None }).await?,
    )?;
    Ok(Empty {})
}
