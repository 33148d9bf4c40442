//! A user shows the first code of the authenticator app that they set up.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::direct::SetUpOutcome;
use crate::flows::mfa::OwnAppOutcome;
use crate::flows::{Deps, account, direct, mfa};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::{mfa as shapes, text};
use crate::web::aws::caller::Caller;

structure! {
    /// What [`VerifySoftwareToken`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "VerifySoftwareTokenRequest" {
        /// Who asks.
        access_token: Option<Secret> = optional("AccessToken", text::TOKEN),
        /// The sign-in that asks for it.
        session: Option<Secret> = optional("Session", text::SESSION),
        /// The code.
        user_code: Secret = required("UserCode", shapes::USER_CODE),
        /// What the user calls the device.
        friendly_device_name: Option<String> = optional("FriendlyDeviceName", text::ANY),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Always `SUCCESS`: what fails is an error.
    pub status: &'static str,
    /// To be sent back with the answer `MFA_SETUP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { access_token, session, user_code, friendly_device_name } = request;
    let (code, name) = (user_code.expose_secret(), friendly_device_name.unwrap_or_default());
    let session = match (access_token, session) {
        (Some(token), None) => {
            let caller = account::authorize_self_service(deps, &token).await??;
            match mfa::finish_own(deps, &caller, code, &name).await? {
                OwnAppOutcome::Done => None,
                OwnAppOutcome::Refused(refused) => return Err(refused.into()),
                OwnAppOutcome::Code(_) => return Err(CognitoError::software_token_mismatch()),
            }
        }
        (None, Some(session)) => match direct::finish_set_up(deps, &session, code, &name).await? {
            SetUpOutcome::Done(next) => Some(next.expose_secret().to_owned()),
            SetUpOutcome::Session(problem) => return Err(problem.into()),
            SetUpOutcome::Code(_) => return Err(CognitoError::software_token_mismatch()),
        },
        (Some(_), Some(_)) | (None, None) => return Err(CognitoError::token_or_session()),
    };
    Ok(Response { status: "SUCCESS", session })
}
