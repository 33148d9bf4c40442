//! A user replaces their password, which they have to know.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::refusals;

structure! {
    /// What [`ChangePassword`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ChangePasswordRequest" {
        /// The old password.
        previous_password: Option<Secret> = optional("PreviousPassword", text::PASSWORD),
        /// The new one.
        proposed_password: Secret = required("ProposedPassword", text::PASSWORD),
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { previous_password, proposed_password, access_token } = request;
    // Cognito has users without a password; here there are none.
    let previous = previous_password.ok_or_else(|| CognitoError::member_is_null("previousPassword"))?;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let outcome = account::change_password(deps, caller, &previous, &proposed_password).await?;
    refusals::account::password_changed(outcome)?;
    Ok(Empty {})
}
