//! An admin takes all second factors, recovery codes and passkeys of a user away: everything that could prove them is lost.

use serde::Deserialize;

use crate::flows::{Deps, mfa};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`ResetSecondFactors`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ResetSecondFactorsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    if mfa::reset(deps, &pool, &request.username).await? {
        Ok(Empty {})
    } else {
        Err(CognitoError::user_does_not_exist())
    }
}
