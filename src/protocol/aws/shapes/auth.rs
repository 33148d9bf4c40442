//! Answers to a sign-in.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::protocol::aws::json::{Shape, Text};

/// `AuthFlowType`.
pub const AUTH_FLOW: Shape = Shape::Text(&Text::one_of(&[
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
]));

/// `ChallengeNameType`.
pub const CHALLENGE_NAME: Shape = Shape::Text(&Text::one_of(&[
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
]));

/// `AuthParametersType` and `ChallengeResponsesType`: passwords and codes are among them.
pub const PARAMETERS: Shape = Shape::Map { is_sensitive: true };

/// Tokens.
#[derive(Clone, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthenticationResultType {
    /// For resource servers and the self-service operations.
    pub access_token: String,
    /// Seconds for which the access token lives.
    pub expires_in: i64,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// For the next refresh; absent when a refresh did not rotate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Who the user is; absent where the grant was never given `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

/// What `InitiateAuth`, `AdminInitiateAuth` and `RespondToAuthChallenge` answer: a challenge, or tokens.
#[derive(Clone, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthResponse {
    /// What is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub challenge_name: Option<&'static str>,
    /// What may come first, where that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_challenges: Option<Vec<String>>,
    /// To be sent back with the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// What is needed to answer; empty beside tokens, as on Cognito.
    pub challenge_parameters: BTreeMap<String, String>,
    /// The tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authentication_result: Option<AuthenticationResultType>,
}
