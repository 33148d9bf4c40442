//! An admin reads why sign-ins of a user were found as risky as they were, the newest first: the score, what went into it,
//! and what was done.

use serde::{Deserialize, Serialize};

use crate::domain::event::Event;
use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{EpochSeconds, Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`ListSignInRisks`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListSignInRisksRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Most sign-ins on a page; unset or 0: 60.
        max_results: Option<u16> = optional("MaxResults", Shape::Integer(0, 60)),
        /// Where the last page ended.
        next_token: Option<String> = optional("NextToken", text::PAGE_TOKEN),
    }
}

/// Something that counted.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ReasonType {
    /// Its word.
    pub reason: &'static str,
    /// What it added to the score, or took away.
    pub weight: i32,
    /// What it means.
    pub description: &'static str,
}

/// What was found of one attempt.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignInRiskType {
    /// The audited event.
    pub event_id: String,
    /// What became of the attempt.
    pub event_name: &'static str,
    /// When it was.
    pub creation_date: EpochSeconds,
    /// 0 to 100.
    pub score: u32,
    /// `none`, `low`, `medium` or `high`.
    pub level: &'static str,
    /// What counted, the heaviest first.
    pub reasons: Vec<ReasonType>,
    /// What the pool says is done about it.
    pub action: &'static str,
    /// Whether it was done: in a pool that only watches it is not.
    pub is_enforced: bool,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// The country of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The city of that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// A page of them.
    pub sign_in_risks: Vec<SignInRiskType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Most sign-ins on a page.
const MOST: u16 = 60;

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { user_pool_id, username, max_results, next_token } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let limit = max_results.filter(|limit| *limit != 0).unwrap_or(MOST);
    let page = users::auth_events(deps, &pool, &username, next_token.as_deref(), limit).await?;
    let page = page.ok_or_else(CognitoError::user_does_not_exist)??;
    Ok(Response {
        sign_in_risks: page.items.iter().filter_map(|item| found(&item.event)).collect(),
        next_token: page.next,
    })
}

fn found(event: &Event) -> Option<SignInRiskType> {
    let decision = views::risk::decision_of(event)?;
    let (assessment, from) = (decision.assessment, decision.from);
    let reason = |reason: &crate::domain::risk::Reason| ReasonType {
        reason: reason.as_str(),
        weight: reason.weight(),
        description: reason.said(),
    };
    Some(SignInRiskType {
        event_id: event.id.to_string(),
        event_name: event.name.as_str(),
        creation_date: event.at.into(),
        score: assessment.score,
        level: assessment.level.as_str(),
        reasons: assessment.reasons.iter().map(reason).collect(),
        action: decision.action.as_str(),
        is_enforced: decision.is_enforced,
        ip_address: from.as_ref().map(|from| from.address.to_string()),
        country: from.as_ref().and_then(|from| from.country.clone()),
        city: from.and_then(|from| from.city),
    })
}
