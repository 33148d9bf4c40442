//! A user begins to set up an authenticator app: with an access token, or inside a sign-in that asks for it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::{Deps, account, direct, mfa};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`AssociateSoftwareToken`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AssociateSoftwareTokenRequest" {
        /// Who asks.
        access_token: Option<Secret> = optional("AccessToken", text::TOKEN),
        /// The sign-in that asks for it.
        session: Option<Secret> = optional("Session", text::SESSION),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The secret that the app must learn.
    pub secret_code: String,
    /// To be sent back with the first code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let (enrolment, session) = match (request.access_token, request.session) {
        (Some(token), None) => {
            let caller = account::authorize_self_service(deps, &token).await??;
            (mfa::begin_own(deps, &caller).await??, None)
        }
        (None, Some(session)) => {
            let begun = direct::begin_set_up(deps, &session).await??;
            (begun, Some(session.expose_secret().to_owned()))
        }
        (Some(_), Some(_)) | (None, None) => return Err(CognitoError::token_or_session()),
    };
    Ok(Response { secret_code: enrolment.secret.expose_secret().to_owned(), session })
}
