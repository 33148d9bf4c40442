//! An app refreshes its tokens, whether or not they rotate.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::direct::{self, ClientRefused, DirectRefresh, DirectRefreshOutcome};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, structure};
use crate::protocol::aws::shapes::auth::AuthenticationResultType;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, views};

structure! {
    /// What [`GetTokensFromRefreshToken`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetTokensFromRefreshTokenRequest" {
        /// The refresh token.
        refresh_token: Secret = required("RefreshToken", text::TOKEN),
        /// The client that holds it.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Its secret, where it has one.
        client_secret: Option<Secret> = optional("ClientSecret", text::CLIENT_SECRET),
    }
    also [inert::CLIENT_METADATA, Member::refused("DeviceKey", &[])]
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The tokens; a refresh token is among them where it was replaced.
    authentication_result: Option<AuthenticationResultType>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { refresh_token, client_id, client_secret } = request;
    let asked = DirectRefresh { client_id: client_id.clone(), client_secret, refresh_token };
    match direct::refresh(deps, asked).await? {
        DirectRefreshOutcome::Tokens(issued) => {
            Ok(Response { authentication_result: views::auth::tokens(&issued).authentication_result })
        }
        DirectRefreshOutcome::ClientUnknown => Err(refusals::client_refused(&client_id, ClientRefused::Unknown)),
        DirectRefreshOutcome::SecretWrong => Err(CognitoError::client_secret_mismatch(&client_id)),
        DirectRefreshOutcome::Refused(refused) => Err(refusals::auth::refresh_refused(refused)),
    }
}
