//! Answers of a sign-in: tokens, or what is asked.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use crate::domain::client::Client;
use crate::domain::code::Channel;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::{Challenge, Factor};
use crate::domain::user::User;
use crate::flows::direct::{AnswerOutcome, FirstStep, InitiateOutcome};
use crate::flows::sign_in::Pending;
use crate::flows::token::Tokens;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::auth::{AuthResponse, AuthenticationResultType};
use crate::web::aws::refusals;
use crate::web::aws::views::pool::first_factor_words;
use crate::web::aws::views::user::mfa_word;

/// The answer of `InitiateAuth` and `AdminInitiateAuth`.
pub(in crate::web::aws) fn initiated(client: &str, outcome: InitiateOutcome) -> Result<AuthResponse, CognitoError> {
    match outcome {
        InitiateOutcome::Tokens(issued) => Ok(tokens(&issued)),
        InitiateOutcome::Challenge(pending, client) => challenge(*pending, &client),
        InitiateOutcome::First(step) => Ok(first(step)),
        InitiateOutcome::NotOffered => Err(CognitoError::first_factor_not_offered()),
        InitiateOutcome::LimitExceeded => Err(CognitoError::attempt_limit_exceeded()),
        InitiateOutcome::Client(refused) => Err(refusals::client_refused(client, refused)),
        InitiateOutcome::NotEnabled(flow) => Err(refusals::auth::flow_not_enabled(flow)),
        InitiateOutcome::Rotates => Err(CognitoError::refresh_tokens_rotate()),
        InitiateOutcome::Refused(refused) => Err(refused.into()),
        InitiateOutcome::Refresh(refused) => Err(refused.into()),
    }
}

/// The answer of `RespondToAuthChallenge`.
pub(in crate::web::aws) fn answered(client: &str, outcome: AnswerOutcome) -> Result<AuthResponse, CognitoError> {
    match outcome {
        AnswerOutcome::Tokens(issued) => Ok(tokens(&issued)),
        AnswerOutcome::Challenge(pending, client) => challenge(*pending, &client),
        AnswerOutcome::First(step) => Ok(first(step)),
        AnswerOutcome::NotOffered => Err(CognitoError::first_factor_not_offered()),
        AnswerOutcome::NotAChoice => Err(CognitoError::mfa_type_not_offered()),
        AnswerOutcome::LimitExceeded => Err(CognitoError::attempt_limit_exceeded()),
        AnswerOutcome::Client(refused) => Err(refusals::client_refused(client, refused)),
        AnswerOutcome::Session(problem) => Err(problem.into()),
        AnswerOutcome::Password(problems) => Err(refusals::password(&problems)),
        AnswerOutcome::Attributes(problems) => Err(refusals::auth::new_password_attributes(&problems)),
        AnswerOutcome::AliasTaken(kind) => Err(refusals::alias_taken(kind)),
        AnswerOutcome::Code(refused) => Err(refused.into()),
        AnswerOutcome::Unreadable => Err(CognitoError::passkey_malformed()),
        AnswerOutcome::Refused(refused) => Err(refused.into()),
    }
}

/// Tokens.
pub(in crate::web::aws) fn tokens(tokens: &Tokens) -> AuthResponse {
    let shown = |secret: &Secret| secret.expose_secret().to_owned();
    AuthResponse {
        authentication_result: Some(AuthenticationResultType {
            access_token: shown(&tokens.access_token),
            expires_in: tokens.expires_in,
            token_type: "Bearer",
            refresh_token: tokens.refresh_token.as_ref().map(shown),
            id_token: tokens.id_token.as_ref().map(shown),
        }),
        ..AuthResponse::default()
    }
}

/// What is asked of a user of `client`; what cannot be answered at this API is an error here, as on Cognito.
fn challenge(pending: Pending, client: &Client) -> Result<AuthResponse, CognitoError> {
    match pending.challenge {
        Challenge::ConfirmSignUp => Err(CognitoError::user_not_confirmed()),
        Challenge::ResetPassword => Err(CognitoError::password_reset_required()),
        Challenge::NewPassword { missing_attributes } => Ok(AuthResponse {
            challenge_name: Some("NEW_PASSWORD_REQUIRED"),
            session: Some(pending.handle),
            challenge_parameters: new_password(&pending.user, client, &missing_attributes),
            ..AuthResponse::default()
        }),
        Challenge::FirstFactor(_) => Err(CognitoError::incorrect_username_or_password()),
        Challenge::SecondFactor { asked, choices } => {
            let id = ("USER_ID_FOR_SRP", pending.user.username.clone());
            let Some(factor) = asked else { return Ok(select(pending.handle, id, &choices)) };
            let Some(channel) = Channel::of(factor) else {
                return Ok(self::asked("SOFTWARE_TOKEN_MFA", pending.handle, [id]));
            };
            // So many codes were sent that another one is not.
            let sent = pending.delivery.ok_or_else(CognitoError::attempt_limit_exceeded)?;
            let medium = ("CODE_DELIVERY_DELIVERY_MEDIUM", channel.medium().to_owned());
            let destination = ("CODE_DELIVERY_DESTINATION", sent.destination);
            Ok(self::asked(sent_challenge(channel), pending.handle, [id, medium, destination]))
        }
        Challenge::EnrolFactor(kinds) => {
            let words: Vec<&str> = kinds.iter().filter_map(|factor| mfa_word(*factor)).collect();
            let parameters =
                [("USER_ID_FOR_SRP", pending.user.username.clone()), ("MFAS_CAN_SETUP", json!(words).to_string())];
            Ok(asked("MFA_SETUP", pending.handle, parameters))
        }
    }
}

/// What is asked of somebody of whom nothing is proven.
fn first(step: FirstStep) -> AuthResponse {
    match step {
        FirstStep::Select(session, offered) => AuthResponse {
            available_challenges: Some(first_factor_words(offered.iter())),
            ..asked("SELECT_CHALLENGE", session, [])
        },
        FirstStep::Passkey(session, options) => {
            asked("WEB_AUTHN", session, [("CREDENTIAL_REQUEST_OPTIONS", options.to_string())])
        }
        FirstStep::Password(session) => asked("PASSWORD", session, []),
        FirstStep::Code(session, channel, sent) => {
            let medium = ("CODE_DELIVERY_DELIVERY_MEDIUM", channel.medium().to_owned());
            asked(first_challenge(channel), session, [medium, ("CODE_DELIVERY_DESTINATION", sent.destination)])
        }
    }
}

/// The challenge in which a code is asked for that was sent as a first factor.
fn first_challenge(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "EMAIL_OTP",
        Channel::Sms => "SMS_OTP",
    }
}

/// The challenge in which a code is asked for that was sent as a second factor.
fn sent_challenge(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "EMAIL_OTP",
        Channel::Sms => "SMS_MFA",
    }
}

/// Which of several second factors is it to be? Amplify reads one name of the list, AWS documents the other.
fn select(handle: String, id: (&str, String), choices: &BTreeSet<Factor>) -> AuthResponse {
    let words: Vec<&str> = choices.iter().filter_map(|factor| mfa_word(*factor)).collect();
    let words = json!(words).to_string();
    asked("SELECT_MFA_TYPE", handle, [id, ("MFAS_CAN_CHOOSE", words.clone()), ("MFAS_CAN_SELECT", words)])
}

fn asked<const N: usize>(name: &'static str, handle: String, parameters: [(&str, String); N]) -> AuthResponse {
    AuthResponse {
        challenge_name: Some(name),
        session: Some(handle),
        challenge_parameters: parameters.map(|(name, value)| (name.to_owned(), value)).into(),
        ..AuthResponse::default()
    }
}

fn new_password(user: &User, client: &Client, missing: &[String]) -> BTreeMap<String, String> {
    let required: Vec<String> = missing.iter().map(|name| format!("userAttributes.{name}")).collect();
    let held: BTreeMap<&String, &String> =
        user.attributes.iter().filter(|(name, value)| !value.is_empty() && client.settings.reads(name)).collect();
    [
        ("USER_ID_FOR_SRP", user.username.clone()),
        ("requiredAttributes", json!(required).to_string()),
        ("userAttributes", json!(held).to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

#[cfg(test)]
mod tests {
    use super::{AuthResponse, Pending, Secret, Tokens, challenge, tokens};
    use crate::domain::client::{Client, ClientId, ClientSettings};
    use crate::domain::clock::Micros;
    use crate::domain::pool::PoolId;
    use crate::domain::sign_in::Challenge;
    use crate::domain::user::{SecondFactors, User, UserId, UserStatus};

    const THEN: Micros = Micros::from_secs(1_795_435_200);

    fn pending(challenge: Challenge) -> Pending {
        let user = User {
            id: UserId::parse("5f0c1a52-6a0b-4f0a-9c55-1d2f1c9c2b11").unwrap(),
            pool: PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
            username: "ada".to_owned(),
            status: UserStatus::ForceChangePassword,
            enabled: true,
            attributes: [("email", "ada@example.com"), ("nickname", "countess")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            password: None,
            temporary_until: None,
            signed_out_at: None,
            second_factors: SecondFactors::default(),
            epoch: 0,
            version: 1,
            created_at: THEN,
            updated_at: THEN,
        };
        Pending { challenge, user, handle: "a-session-string".to_owned(), delivery: None }
    }

    fn client(settings: ClientSettings) -> Client {
        Client {
            id: ClientId::parse("abc").unwrap(),
            pool: PoolId::parse("xx-local-1_AbCdEfGhI").unwrap(),
            name: "app".to_owned(),
            secret: None,
            settings,
            version: 1,
            created_at: THEN,
            updated_at: THEN,
        }
    }

    #[test]
    fn a_new_password_is_asked_for_with_texts_that_hold_json() {
        let asked = Challenge::NewPassword { missing_attributes: vec!["name".to_owned()] };
        let settings =
            ClientSettings { read_attributes: Some(["email".to_owned()].into()), ..ClientSettings::default() };
        let AuthResponse { challenge_name, session, challenge_parameters, authentication_result, .. } =
            challenge(pending(asked), &client(settings)).unwrap();
        assert_eq!(challenge_name, Some("NEW_PASSWORD_REQUIRED"));
        assert_eq!(session.as_deref(), Some("a-session-string"));
        assert!(authentication_result.is_none());
        assert_eq!(challenge_parameters["USER_ID_FOR_SRP"], "ada");
        assert_eq!(challenge_parameters["requiredAttributes"], r#"["userAttributes.name"]"#);
        let readable = r#"{"email":"ada@example.com"}"#;
        assert_eq!(challenge_parameters["userAttributes"], readable, "only what the client may read");
    }

    #[test]
    fn what_is_answered_elsewhere_is_an_error() {
        let client = client(ClientSettings::default());
        let name = |asked| challenge(pending(asked), &client).err().map(|error| error.exception().name());
        assert_eq!(name(Challenge::ConfirmSignUp), Some("UserNotConfirmedException"));
        assert_eq!(name(Challenge::ResetPassword), Some("PasswordResetRequiredException"));
    }

    #[test]
    fn a_refresh_without_rotation_has_no_refresh_token() {
        let mut issued = Tokens {
            access_token: Secret::from("a"),
            id_token: Some(Secret::from("i")),
            refresh_token: None,
            expires_in: 3600,
            scope: String::new(),
        };
        let shown = serde_json::to_value(tokens(&issued)).unwrap();
        let result = serde_json::json!({"AccessToken": "a", "IdToken": "i", "ExpiresIn": 3600, "TokenType": "Bearer"});
        assert_eq!(shown, serde_json::json!({"ChallengeParameters": {}, "AuthenticationResult": result}));
        issued.refresh_token = Some(Secret::from("r"));
        assert_eq!(serde_json::to_value(tokens(&issued)).unwrap()["AuthenticationResult"]["RefreshToken"], "r");
    }
}
