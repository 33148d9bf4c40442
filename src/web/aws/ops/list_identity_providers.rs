//! An admin lists the identity providers of a pool.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::providers;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::provider::ProviderDescription;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListIdentityProviders`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListIdentityProvidersRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Most providers on a page; unset or 0: 60.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(0, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of providers.
    pub providers: Vec<ProviderDescription>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most providers on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, max_results, next_token } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let limit = max_results.filter(|most| *most > 0).unwrap_or(MOST);
    let page = providers::page(deps, &pool.id, next_token.as_deref(), limit).await??;
    Ok(Response { providers: page.items.iter().map(views::provider::in_list).collect(), next_token: page.next })
}
