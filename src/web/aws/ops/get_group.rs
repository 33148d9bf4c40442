//! An admin reads a group.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetGroup.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::groups;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::group::GroupResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`GetGroup`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetGroupRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The group.
        group_name: String = required("GroupName", text::GROUP_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<GroupResponse, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let group = groups::find(deps, &pool.id, &request.group_name).await?.ok_or_else(CognitoError::group_not_found)?;
    Ok(views::group::one(&group))
}
