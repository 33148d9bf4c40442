//! An admin lists what a user did to sign in, and what was tried in their name, the newest first.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminListUserAuthEvents.html>

use serde::{Deserialize, Serialize};

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::risk::AuthEventType;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`AdminListUserAuthEvents`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminListUserAuthEventsRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Most events on a page; unset or 0: 60.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(0, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of events.
    pub auth_events: Vec<AuthEventType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most events on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, username, max_results, next_token } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let limit = max_results.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = users::auth_events(deps, &pool, &username, next_token.as_deref(), limit).await?;
    let page = page.ok_or_else(CognitoError::user_does_not_exist)??;
    Ok(Response { auth_events: page.items.iter().map(views::risk::auth_event).collect(), next_token: page.next })
}
