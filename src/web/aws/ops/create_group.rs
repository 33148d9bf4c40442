//! An admin makes a group.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateGroup.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::groups::{self, Changes, NewGroup};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::group::{self, GroupResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{refusals, target, views};

structure! {
    /// What [`CreateGroup`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "CreateGroupRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The group.
        group_name: String = required("GroupName", text::GROUP_NAME),
        /// What it is for.
        description: Option<String> = optional("Description", text::DESCRIPTION),
        /// The role of its members.
        role_arn: Option<String> = optional("RoleArn", text::ARN),
        /// Its rank among the groups of a user: the lowest number goes first.
        precedence: Option<i64> = optional("Precedence", group::PRECEDENCE),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<GroupResponse, CognitoError> {
    let Request { user_pool_id, group_name, description, role_arn, precedence } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let new = NewGroup { name: group_name, changes: Changes { description, role_arn, precedence } };
    let group = refusals::groups::changed(groups::create(deps, &pool.id, new).await?)?;
    Ok(views::group::one(&group))
}
