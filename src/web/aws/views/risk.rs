//! What is done about risk, and what was found of attempts.

use serde_json::Value;

use crate::domain::event::{Event, EventName};
use crate::domain::risk::{
    Action, CompromisedPasswords, Decision, Exceptions, Level, Mode, NoticeText, Notices, PasswordUse, Reason,
    Response, RiskConfiguration, Takeover,
};
use crate::flows::manage::users::AuthEvent;
use crate::protocol::aws::shapes::risk::{
    AccountTakeoverActionType, AccountTakeoverActionsType, AccountTakeoverRiskConfigurationType, AuthEventType,
    ChallengeResponseType, CompromisedCredentialsActionsType, CompromisedCredentialsRiskConfigurationType,
    EventContextDataType, EventFeedbackType, EventRiskType, NotifyConfigurationType, NotifyEmailType,
    RiskConfigurationResponse, RiskConfigurationType, RiskExceptionConfigurationType,
};

/// Whether attempts are weighed.
pub(in crate::web::aws) fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Off => "OFF",
        Mode::Audit => "AUDIT",
        Mode::Enforced => "ENFORCED",
    }
}

/// What a pool, or the client of this id, does about risk.
pub(in crate::web::aws) fn configuration(
    user_pool_id: String,
    client_id: Option<String>,
    configuration: Option<&RiskConfiguration>,
) -> RiskConfigurationResponse {
    let risk_configuration = RiskConfigurationType {
        user_pool_id,
        client_id,
        compromised_credentials_risk_configuration: configuration
            .and_then(|said| said.compromised.as_ref())
            .map(compromised),
        account_takeover_risk_configuration: configuration.and_then(|said| said.takeover.as_ref()).map(takeover),
        risk_exception_configuration: configuration.and_then(|said| said.exceptions.as_ref()).map(exceptions),
        last_modified_date: configuration.map(|said| said.modified_at.into()),
    };
    RiskConfigurationResponse { risk_configuration }
}

fn compromised(said: &CompromisedPasswords) -> CompromisedCredentialsRiskConfigurationType {
    let word = |use_: &PasswordUse| match use_ {
        PasswordUse::SignIn => "SIGN_IN",
        PasswordUse::PasswordChange => "PASSWORD_CHANGE",
        PasswordUse::SignUp => "SIGN_UP",
    };
    let words: Vec<String> = said.uses.iter().map(|use_| word(use_).to_owned()).collect();
    let event_action = if said.blocks { "BLOCK" } else { "NO_ACTION" };
    CompromisedCredentialsRiskConfigurationType {
        event_filter: Some(words).filter(|words| !words.is_empty()),
        actions: CompromisedCredentialsActionsType { event_action: event_action.to_owned() },
    }
}

fn takeover(said: &Takeover) -> AccountTakeoverRiskConfigurationType {
    AccountTakeoverRiskConfigurationType {
        notify_configuration: said.notices.as_ref().map(notices),
        actions: AccountTakeoverActionsType {
            low_action: said.low.map(response),
            medium_action: said.medium.map(response),
            high_action: said.high.map(response),
        },
    }
}

fn response(said: Response) -> AccountTakeoverActionType {
    let event_action = match said.action {
        Action::Nothing => "NO_ACTION",
        Action::MfaIfConfigured => "MFA_IF_CONFIGURED",
        Action::MfaRequired => "MFA_REQUIRED",
        Action::ResetPassword | Action::Block => "BLOCK",
    };
    AccountTakeoverActionType { notify: said.notifies, event_action: event_action.to_owned() }
}

fn notices(said: &Notices) -> NotifyConfigurationType {
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let mail = |text: &NoticeText| NotifyEmailType {
        subject: text.subject.clone(),
        html_body: some(&text.html),
        text_body: some(&text.text),
    };
    NotifyConfigurationType {
        source_arn: said.source.clone(),
        block_email: said.block.as_ref().map(mail),
        no_action_email: said.nothing.as_ref().map(mail),
        mfa_email: said.mfa.as_ref().map(mail),
    }
}

fn exceptions(said: &Exceptions) -> RiskExceptionConfigurationType {
    let texts = |networks: &[ipnet::IpNet]| {
        Some(networks.iter().map(ToString::to_string).collect::<Vec<_>>()).filter(|texts| !texts.is_empty())
    };
    RiskExceptionConfigurationType { blocked: texts(&said.blocked), skipped: texts(&said.skipped) }
}

/// What was found of the attempt that an event tells of.
pub(in crate::web::aws) fn decision_of(event: &Event) -> Option<Decision> {
    serde_json::from_value(event.detail.get("risk")?.clone()).ok()
}

/// An event as Cognito lists it.
pub(in crate::web::aws) fn auth_event(AuthEvent { event, said }: &AuthEvent) -> AuthEventType {
    let decision = decision_of(event);
    let (event_type, event_response) = kind(event.name);
    AuthEventType {
        event_id: event.id.to_string(),
        event_type,
        creation_date: event.at.into(),
        event_response,
        event_risk: decision.as_ref().map(|decision| event_risk(event.name, decision)),
        challenge_responses: challenges(event),
        event_context_data: decision.and_then(|decision| decision.from).map(|from| EventContextDataType {
            ip_address: Some(from.address.to_string()),
            device_name: Some(from.device).filter(|device| !device.is_empty()),
            city: from.city,
            country: from.country,
        }),
        event_feedback: said.map(|said| EventFeedbackType {
            feedback_value: said.verdict.as_str(),
            provider: said.by.as_str(),
            feedback_date: said.at.into(),
        }),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only events of people who sign in are listed here")]
fn kind(name: EventName) -> (&'static str, &'static str) {
    match name {
        EventName::SignedIn => ("SignIn", "Pass"),
        EventName::SignInQuestioned => ("SignIn", "InProgress"),
        EventName::UserSignedUp => ("SignUp", "Pass"),
        EventName::RecoveryRequested => ("ForgotPassword", "Pass"),
        EventName::PasswordChanged => ("PasswordChange", "Pass"),
        _ => ("SignIn", "Fail"),
    }
}

fn event_risk(name: EventName, decision: &Decision) -> EventRiskType {
    let level = decision.assessment.level;
    EventRiskType {
        risk_decision: match level {
            _ if name == EventName::SignInBlocked => "Block",
            Level::None => "NoRisk",
            Level::Low | Level::Medium | Level::High => "AccountTakeover",
        },
        risk_level: match level {
            Level::None => None,
            Level::Low => Some("Low"),
            Level::Medium => Some("Medium"),
            Level::High => Some("High"),
        },
        compromised_credentials_detected: decision.assessment.has(Reason::CompromisedPassword),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only events of people who sign in are listed here")]
fn challenges(event: &Event) -> Vec<ChallengeResponseType> {
    let response = |challenge_name, challenge_response| ChallengeResponseType { challenge_name, challenge_response };
    let has = |list: &str, word: &str| {
        let words = event.detail.get(list).and_then(Value::as_array);
        words.is_some_and(|words| words.iter().any(|found| found == word))
    };
    match event.name {
        EventName::SignedIn => {
            let first = has("amr", "pwd").then(|| response("Password", "Success"));
            first.into_iter().chain(has("amr", "mfa").then(|| response("Mfa", "Success"))).collect()
        }
        EventName::SignInBlocked | EventName::SignInQuestioned => {
            has("proven", "password").then(|| response("Password", "Success")).into_iter().collect()
        }
        EventName::SignInFailed if event.detail.get("factor").is_some() => {
            vec![response("Password", "Success"), response("Mfa", "Failure")]
        }
        EventName::SignInFailed => vec![response("Password", "Failure")],
        _ => Vec::new(),
    }
}
