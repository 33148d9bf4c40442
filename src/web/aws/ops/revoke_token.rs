//! A client gives a family of tokens back.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::token::{ClientAuthentication, RevokeRefused, revoke};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`RevokeToken`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "RevokeTokenRequest" {
        /// The refresh token.
        token: Secret = required("Token", text::TOKEN),
        /// The client that holds it.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Its secret, where it has one.
        client_secret: Option<Secret> = optional("ClientSecret", text::CLIENT_SECRET),
    }
    also [Member::refused("RevokeAssociatedSessions", &["NONE"])]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { token, client_id, client_secret } = request;
    let client = ClientAuthentication { basic: None, client_id: Some(client_id), client_secret };
    revoke(deps, &client, &token, None).await?.map_err(|refused| match refused {
        RevokeRefused::Client(_) => CognitoError::revocation_unauthorized(),
        RevokeRefused::Disabled => CognitoError::revocation_not_enabled(),
        RevokeRefused::NotRefreshToken => CognitoError::unsupported_token_type(),
    })?;
    Ok(Empty {})
}
