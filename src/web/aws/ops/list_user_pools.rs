//! An admin lists the pools.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPools.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::pool::UserPoolDescriptionType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views;

structure! {
    /// What [`ListUserPools`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUserPoolsRequest" {
        /// Most pools on a page.
        max_results: u16 = required("MaxResults", Shape::Integer(1, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of pools.
    pub user_pools: Vec<UserPoolDescriptionType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let page = pools::page(deps, request.next_token.as_deref(), request.max_results).await??;
    Ok(Response { user_pools: page.items.iter().map(views::pool::pool_in_list).collect(), next_token: page.next })
}
