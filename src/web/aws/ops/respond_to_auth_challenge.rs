//! A user answers a challenge.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::direct::{self, Answer};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::auth::AuthResponse;
use crate::protocol::aws::shapes::{auth, inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::members::{self, Parameters};
use crate::web::aws::views;

structure! {
    /// What [`RespondToAuthChallenge`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "RespondToAuthChallengeRequest" {
        /// The client.
        client_id: String = required("ClientId", text::CLIENT_ID),
        /// Which challenge.
        challenge_name: String = required("ChallengeName", auth::CHALLENGE_NAME),
        /// What the challenge came with.
        session: Option<Secret> = optional("Session", text::SESSION),
        /// The answers.
        challenge_responses: Option<BTreeMap<String, Secret>> = optional("ChallengeResponses", auth::PARAMETERS),
    }
    also [inert::ANALYTICS_METADATA, inert::USER_CONTEXT_DATA, inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { client_id, challenge_name, session, challenge_responses } = request;
    // No other is ever put to anybody here.
    if challenge_name != "NEW_PASSWORD_REQUIRED" {
        return Err(CognitoError::flow_not_honoured(&challenge_name));
    }
    let mut answers = Parameters::new("ChallengeResponses", challenge_responses);
    let answer = Answer {
        client_id: client_id.clone(),
        secret_hash: answers.optional("SECRET_HASH"),
        session: session.ok_or_else(|| CognitoError::missing_required_parameter("Session"))?,
        username: members::text(&answers.required("USERNAME")?),
        password: answers.required("NEW_PASSWORD")?,
        attributes: answers.attributes(),
    };
    answers.end()?;
    views::auth::answered(&client_id, direct::answer(deps, answer).await?)
}
