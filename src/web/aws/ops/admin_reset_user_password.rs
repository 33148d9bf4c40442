//! An admin makes a user choose a new password, with a code that goes to their proven address.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`AdminResetUserPassword`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminResetUserPasswordRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
    also [inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    refusals::users::reset(users::reset_password(deps, &pool, &username).await?)?;
    Ok(Empty {})
}
