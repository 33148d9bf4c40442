//! A user answers a challenge.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html>

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::code::Channel;
use crate::domain::pool::PoolId;
use crate::domain::secret::Secret;
use crate::domain::sign_in::Factor;
use crate::flows::Deps;
use crate::flows::direct::{self, Answer, Given};
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

/// The answer that the members say.
pub(super) fn answer(
    (client_id, pool): (String, Option<PoolId>),
    challenge_name: &str,
    session: Option<Secret>,
    responses: Option<BTreeMap<String, Secret>>,
) -> Result<Answer, CognitoError> {
    let mut answers = Parameters::new("ChallengeResponses", responses);
    let secret_hash = answers.optional("SECRET_HASH");
    let session = session.ok_or_else(|| CognitoError::missing_required_parameter("Session"))?;
    let username = members::text(&answers.required("USERNAME")?);
    // Our own way out of a lost factor: the code is given in the place of the answer that is asked for.
    let recovery = match challenge_name {
        "SOFTWARE_TOKEN_MFA" | "SMS_MFA" | "EMAIL_OTP" | "SELECT_MFA_TYPE" => answers.optional("RECOVERY_CODE"),
        _ => None,
    };
    if let Some(code) = recovery {
        answers.end()?;
        let given = Given::Second(Factor::RecoveryCode, code);
        return Ok(Answer { client_id, pool, secret_hash, session, username, given });
    }
    let given = match challenge_name {
        "NEW_PASSWORD_REQUIRED" => {
            Given::NewPassword { password: answers.required("NEW_PASSWORD")?, attributes: answers.attributes() }
        }
        "SOFTWARE_TOKEN_MFA" => Given::Second(Factor::Totp, answers.required("SOFTWARE_TOKEN_MFA_CODE")?),
        "SMS_MFA" => Given::Second(Factor::SmsCode, answers.required("SMS_MFA_CODE")?),
        "SMS_OTP" => Given::FirstCode(Channel::Sms, answers.required("SMS_OTP_CODE")?),
        "EMAIL_OTP" => Given::Second(Factor::EmailCode, answers.required("EMAIL_OTP_CODE")?),
        "SELECT_MFA_TYPE" => {
            let word = members::text(&answers.required("ANSWER")?);
            Given::Choice(members::second_factor_named(&word).ok_or_else(CognitoError::mfa_type_not_offered)?)
        }
        "SELECT_CHALLENGE" => {
            let word = members::text(&answers.required("ANSWER")?);
            let factor = members::first_factor_named(&word).ok_or_else(CognitoError::first_factor_not_offered)?;
            Given::First(factor, answers.optional("PASSWORD"))
        }
        "WEB_AUTHN" => Given::Passkey(answers.required("CREDENTIAL")?),
        "PASSWORD" => Given::Password(answers.required("PASSWORD")?),
        "MFA_SETUP" => Given::AppSetUp,
        // No other is ever put to anybody here.
        other => return Err(CognitoError::flow_not_honoured(other)),
    };
    answers.end()?;
    Ok(Answer { client_id, pool, secret_hash, session, username, given })
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<AuthResponse, CognitoError> {
    let Request { client_id, challenge_name, session, challenge_responses } = request;
    let answer = answer((client_id.clone(), None), &challenge_name, session, challenge_responses)?;
    views::auth::answered(&client_id, direct::answer(deps, answer).await?)
}
