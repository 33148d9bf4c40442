//! An admin lists the users in a group.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsersInGroup.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::groups;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::UserType;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListUsersInGroup`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUsersInGroupRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The group.
        group_name: String = required("GroupName", text::GROUP_NAME),
        /// Most users on a page; unset or 0: 60.
        limit: Option<u16> = optional("Limit", Shape::Integer(0, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of users.
    pub users: Vec<UserType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most users on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, group_name, limit, next_token } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let limit = limit.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = groups::members(deps, &pool.id, &group_name, next_token.as_deref(), limit).await??;
    Ok(Response {
        users: page.items.iter().map(|user| views::user::user(user, |_| true)).collect(),
        next_token: page.next,
    })
}
