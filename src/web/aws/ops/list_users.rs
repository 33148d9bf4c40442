//! An admin lists the users of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::protocol::aws::shapes::user::{self, UserType};
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListUsers`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUsersRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The attributes to show; unset: all.
        attributes_to_get: Option<Vec<String>> = optional("AttributesToGet", user::ATTRIBUTE_NAMES),
        /// Most users on a page; unset or 0: 60.
        limit: Option<u16> = optional("Limit", Shape::Integer(0, 60)),
        /// Where the last page ended.
        pagination_token: Option<String> = optional("PaginationToken", text::PAGE_TOKEN),
        /// Which users: `attribute = "value"` or `attribute ^= "value"`.
        filter: Option<String> = optional("Filter", text::USER_FILTER),
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
    pub pagination_token: Option<String>,
}

/// Most users on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, attributes_to_get, limit, pagination_token, filter } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let limit = limit.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = users::page(deps, &pool, filter.as_deref(), pagination_token.as_deref(), limit).await??;
    let wanted = |name: &str| attributes_to_get.as_ref().is_none_or(|names| names.iter().any(|wanted| wanted == name));
    Ok(Response {
        users: page.items.iter().map(|user| views::user::user(user, wanted)).collect(),
        pagination_token: page.next,
    })
}
