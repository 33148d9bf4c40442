//! An admin deletes a group; nobody is in it any more.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteGroup.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::groups;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`DeleteGroup`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteGroupRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The group.
        group_name: String = required("GroupName", text::GROUP_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let is_deleted = groups::delete(deps, &pool.id, &request.group_name).await?;
    is_deleted.then_some(Empty {}).ok_or_else(CognitoError::group_not_found)
}
