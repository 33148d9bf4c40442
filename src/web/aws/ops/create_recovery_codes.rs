//! A user asks for recovery codes. Those that they had count no more.

use serde::{Deserialize, Serialize};

use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::mfa::{self, OwnCodesOutcome};
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`CreateRecoveryCodes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateRecoveryCodesRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// The codes. They are never shown again.
    pub recovery_codes: Vec<String>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    match mfa::make_own(deps, &caller).await? {
        OwnCodesOutcome::Made(codes) => {
            let recovery_codes = codes.iter().map(|code| code.expose_secret().to_owned()).collect();
            Ok(Response { recovery_codes })
        }
        OwnCodesOutcome::NoSecondFactor => Err(CognitoError::no_second_factor()),
        OwnCodesOutcome::NotRecent => Err(CognitoError::sign_in_not_recent()),
    }
}
