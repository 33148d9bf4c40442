//! An app's server answers a challenge for its user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminRespondToAuthChallenge.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::Deps;
use crate::flows::direct::{self, Answer};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::auth::AuthResponse;
use crate::protocol::aws::shapes::context::ContextDataType;
use crate::protocol::aws::shapes::{auth, inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::ops::respond_to_auth_challenge::answer;
use crate::web::aws::{members, target, views};

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
        /// Where the person is.
        context: Option<ContextDataType> = optional("ContextData", Shape::Structure(ContextDataType::SHAPE)),
    }
    also [inert::ANALYTICS_METADATA, inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { user_pool_id, client_id, challenge_name, session, challenge_responses, context } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let answer = answer((client_id.clone(), Some(pool.id.clone())), &challenge_name, session, challenge_responses)?;
    let answer = Answer { told: members::told_by_server(context)?, ..answer };
    views::auth::answered(&client_id, direct::answer(deps, answer).await?)
}
