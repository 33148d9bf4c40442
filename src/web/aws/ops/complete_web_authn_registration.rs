//! A user brings back what their authenticator made: the passkey is added.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html>

use serde::Deserialize;
use serde_json::Value;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, passkeys};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::refusals;

structure! {
    /// What [`CompleteWebAuthnRegistration`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CompleteWebAuthnRegistrationRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// What the browser gave (`RegistrationResponseJSON`).
        credential: Value = required("Credential", Shape::Document),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    refusals::passkeys::finished(passkeys::finish_own(deps, (&caller).into(), request.credential).await?)?;
    Ok(Empty {})
}
