//! A user removes a passkey.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::passkeys::{self, RemoveOutcome};
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`DeleteWebAuthnCredential`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteWebAuthnCredentialRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// Which.
        credential_id: String = required("CredentialId", text::ANY),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    match passkeys::remove_own(deps, (&caller).into(), &request.credential_id).await? {
        RemoveOutcome::Removed => Ok(Empty {}),
        RemoveOutcome::NotFound => Err(CognitoError::passkey_does_not_exist()),
        RemoveOutcome::NotRecent => Err(CognitoError::sign_in_not_recent()),
    }
}
