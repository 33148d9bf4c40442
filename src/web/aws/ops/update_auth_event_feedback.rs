//! Somebody says by the link in a mail whether an attempt to sign in was them.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::manage::users;
use crate::flows::risk::{self, FeedbackOutcome};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::risk::{EVENT_ID, FEEDBACK_VALUE};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::refusals::risk::verdict;
use crate::web::aws::target;

structure! {
    /// What [`UpdateAuthEventFeedback`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateAuthEventFeedbackRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Which attempt.
        event_id: String = required("EventId", EVENT_ID),
        /// What the link carries.
        feedback_token: Secret = required("FeedbackToken", text::TOKEN),
        /// `Valid` or `Invalid`.
        feedback_value: String = required("FeedbackValue", FEEDBACK_VALUE),
    }
}

/// Runs it. Whether there is such a user is told to nobody who has no link about them.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username, event_id, feedback_token, feedback_value } = request;
    let pool = target::pool_that_weighs(deps, &user_pool_id).await?;
    let said = verdict(&feedback_value)?;
    let refused = CognitoError::feedback_refused;
    let user = users::find(deps, &pool, &username).await?.ok_or_else(refused)?;
    let link = (event_id.as_str(), &feedback_token);
    match risk::give_feedback(deps, &pool, link, (Some(user.id), said)).await? {
        FeedbackOutcome::Given => Ok(Empty {}),
        FeedbackOutcome::Answered | FeedbackOutcome::Over => Err(refused()),
    }
}
