//! A user deletes their own account.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUser.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::account::DeleteOutcome;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`DeleteUser`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    match account::delete_own(deps, caller).await? {
        DeleteOutcome::Done => Ok(Empty {}),
        DeleteOutcome::NotRecent => Err(CognitoError::sign_in_not_recent()),
    }
}
