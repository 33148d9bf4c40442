//! An admin ends all sessions and grants of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUserGlobalSignOut.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`AdminUserGlobalSignOut`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminUserGlobalSignOutRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    refusals::users::found(users::sign_out(deps, &pool, &request.username).await?)?;
    Ok(Empty {})
}
