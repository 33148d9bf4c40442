//! An admin lists the groups of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListGroups.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::groups;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::group::GroupsResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListGroups`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListGroupsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Most groups on a page; unset or 0: 60.
        limit: Option<u16> = optional("Limit", Shape::Integer(0, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// Most groups on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<GroupsResponse, CognitoError> {
    let Request { user_pool_id, limit, next_token } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let limit = limit.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = groups::page(deps, &pool.id, next_token.as_deref(), limit).await??;
    Ok(views::group::page(page))
}
