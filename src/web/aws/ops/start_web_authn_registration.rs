//! A user begins to add a passkey.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html>

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::secret::Secret;
use crate::flows::passkeys::{self, NotBegun};
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`StartWebAuthnRegistration`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "StartWebAuthnRegistrationRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// What the browser is given (`PublicKeyCredentialCreationOptionsJSON`).
    pub credential_creation_options: Value,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    match passkeys::begin_own(deps, (&caller).into()).await? {
        Ok(credential_creation_options) => Ok(Response { credential_creation_options }),
        Err(NotBegun::NotEnabled) => Err(CognitoError::passkeys_not_enabled()),
        Err(NotBegun::NotConfigured) => Err(CognitoError::no_relying_party()),
        Err(NotBegun::NotRecent) => Err(CognitoError::sign_in_not_recent()),
        Err(NotBegun::TooMany) => Err(CognitoError::too_many_passkeys()),
    }
}
