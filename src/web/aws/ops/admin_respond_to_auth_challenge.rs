//! An app's server answers a challenge for its user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, direct};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::auth::AuthResponse;
use crate::protocol::aws::shapes::{auth, inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::ops::respond_to_auth_challenge::answer;
use crate::web::aws::{target, views};

structure! {
    /// What [`AdminRespondToAuthChallenge`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminRespondToAuthChallengeRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Which challenge.
        challenge_name: String = required("ChallengeName", auth::CHALLENGE_NAME),
        /// What the challenge came with.
        session: Option<Secret> = optional("Session", text::SESSION),
        /// The answers.
        challenge_responses: Option<BTreeMap<String, Secret>> = optional("ChallengeResponses", auth::PARAMETERS),
    }
    also [inert::ANALYTICS_METADATA, inert::CONTEXT_DATA, inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { user_pool_id, client_id, challenge_name, session, challenge_responses } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let answer = answer((client_id.clone(), Some(pool.id.clone())), &challenge_name, session, challenge_responses)?;
    views::auth::answered(&client_id, direct::answer(deps, answer).await?)
}
