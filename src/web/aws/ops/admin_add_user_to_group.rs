//! An admin puts a user into a group.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminAddUserToGroup.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::groups;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target};

structure! {
    /// What [`AdminAddUserToGroup`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminAddUserToGroupRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// The group.
        group_name: String = required("GroupName", text::GROUP_NAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let change = groups::add_user(deps, &pool, &request.username, &request.group_name).await?;
    refusals::groups::membership(change)?;
    Ok(Empty {})
}
