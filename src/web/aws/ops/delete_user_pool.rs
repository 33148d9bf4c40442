//! An admin deletes a pool with all that is in it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserPool.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`DeleteUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserPoolRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let change = pools::delete(deps, &target::pool_id(&request.user_pool_id)?).await?;
    refusals::pools::changed(&request.user_pool_id, change)?;
    Ok(Empty {})
}
