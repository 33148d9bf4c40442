//! An admin lists the clients of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserPoolClients.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::clients;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::client::UserPoolClientDescription;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListUserPoolClients`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListUserPoolClientsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Most clients on a page; unset: 60.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(1, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
    also [Member::refused("ClientType", &["REGULAR"])]
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of clients.
    pub user_pool_clients: Vec<UserPoolClientDescription>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most clients on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, max_results, next_token } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let page = clients::page(deps, &pool.id, next_token.as_deref(), max_results.unwrap_or(MOST)).await??;
    Ok(Response {
        user_pool_clients: page.items.iter().map(views::client::client_in_list).collect(),
        next_token: page.next,
    })
}
