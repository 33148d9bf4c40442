//! An admin lists the resource servers of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListResourceServers.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::resource_servers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::resource_server::ResourceServerType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListResourceServers`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListResourceServersRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Most resource servers on a page; unset: 50.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(1, 50)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of resource servers.
    pub resource_servers: Vec<ResourceServerType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most resource servers on a page.
const MOST: u16 = 50;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, max_results, next_token } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let page = resource_servers::page(deps, &pool.id, next_token.as_deref(), max_results.unwrap_or(MOST)).await??;
    Ok(Response {
        resource_servers: page.items.iter().map(views::resource_server::resource_server).collect(),
        next_token: page.next,
    })
}
