//! A user answers a challenge.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::{auth, inert, text};

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
