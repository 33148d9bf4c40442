//! An admin says whether an attempt to sign in was the user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateAuthEventFeedback.html>

use serde::Deserialize;

use crate::flows::manage::users;
use crate::flows::{Deps, risk};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::risk::{EVENT_ID, FEEDBACK_VALUE};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::refusals::risk::verdict;
use crate::web::aws::target;

structure! {
    /// What [`AdminUpdateAuthEventFeedback`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminUpdateAuthEventFeedbackRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Which attempt.
        event_id: String = required("EventId", EVENT_ID),
        /// `Valid` or `Invalid`.
        feedback_value: String = required("FeedbackValue", FEEDBACK_VALUE),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username, event_id, feedback_value } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let said = verdict(&feedback_value)?;
    let user = users::find(deps, &pool, &username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let is_given = risk::give_admin_feedback(deps, &pool, &user, (&event_id, said)).await?;
    if is_given { Ok(Empty {}) } else { Err(CognitoError::auth_event_not_found()) }
}
