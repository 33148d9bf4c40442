//! What is done about the risk of sign-ins, and what was found of them.

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{EpochSeconds, List, Member, Pattern, Shape, Text, structure};

/// `EmailNotificationSubjectType`.
/// `EventIdType`.
pub const EVENT_ID: Shape = Shape::Text(&Text::up_to(50).at_least(1).of(Pattern::EVENT_ID));
/// `FeedbackValueType`.
pub const FEEDBACK_VALUE: Shape = Shape::Text(&Text::one_of(&["Valid", "Invalid"]));
/// A subject.
const SUBJECT: Shape = Shape::Text(&Text::up_to(140).at_least(1).of(Pattern::VISIBLE_OR_SPACES));
/// `EmailNotificationBodyType`.
const BODY: Shape = Shape::Text(&Text::up_to(20_000).at_least(6).of(Pattern::MESSAGE));
/// `EventFiltersType`; the bound is ours.
const EVENT_FILTER: Shape =
    Shape::List(&List { of: Shape::Text(&Text::one_of(&["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"])), min: 0, max: 10 });
/// `BlockedIPRangeListType` and `SkippedIPRangeListType`.
const RANGES: Shape = Shape::List(&List { of: text::ANY, min: 0, max: 200 });

structure! {
    /// Whether attempts are weighed.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct UserPoolAddOnsType = "UserPoolAddOnsType" {
        /// `OFF`, `AUDIT` or `ENFORCED`.
        advanced_security_mode: String =
            required("AdvancedSecurityMode", Shape::Text(&Text::one_of(&["OFF", "AUDIT", "ENFORCED"]))),
    }
    // Of sign-ins that a pool's own code decides about.
    also [Member::refused("AdvancedSecurityAdditionalFlows", &[])]
}

structure! {
    /// What is done about a password that is known from a breach.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct CompromisedCredentialsActionsType = "CompromisedCredentialsActionsType" {
        /// `BLOCK` or `NO_ACTION`.
        event_action: String = required("EventAction", Shape::Text(&Text::one_of(&["BLOCK", "NO_ACTION"]))),
    }
}

structure! {
    /// About passwords that are known from breaches.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct CompromisedCredentialsRiskConfigurationType = "CompromisedCredentialsRiskConfigurationType" {
        /// Where passwords are looked up; unset: everywhere.
        #[serde(skip_serializing_if = "Option::is_none")]
        event_filter: Option<Vec<String>> = optional("EventFilter", EVENT_FILTER),
        /// What is done.
        actions: CompromisedCredentialsActionsType =
            required("Actions", Shape::Structure(CompromisedCredentialsActionsType::SHAPE)),
    }
}

structure! {
    /// What is done at one level.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AccountTakeoverActionType = "AccountTakeoverActionType" {
        /// Whether the person is told by mail.
        notify: bool = required("Notify", Shape::Boolean),
        /// What is done.
        event_action: String = required(
            "EventAction",
            Shape::Text(&Text::one_of(&["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"]))
        ),
    }
}

structure! {
    /// What is done at each level.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AccountTakeoverActionsType = "AccountTakeoverActionsType" {
        /// At a low risk.
        #[serde(skip_serializing_if = "Option::is_none")]
        low_action: Option<AccountTakeoverActionType> =
            optional("LowAction", Shape::Structure(AccountTakeoverActionType::SHAPE)),
        /// At a medium one.
        #[serde(skip_serializing_if = "Option::is_none")]
        medium_action: Option<AccountTakeoverActionType> =
            optional("MediumAction", Shape::Structure(AccountTakeoverActionType::SHAPE)),
        /// At a high one.
        #[serde(skip_serializing_if = "Option::is_none")]
        high_action: Option<AccountTakeoverActionType> =
            optional("HighAction", Shape::Structure(AccountTakeoverActionType::SHAPE)),
    }
}

structure! {
    /// The pool's own words of one mail.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct NotifyEmailType = "NotifyEmailType" {
        /// The subject.
        subject: String = required("Subject", SUBJECT),
        /// The HTML body.
        #[serde(skip_serializing_if = "Option::is_none")]
        html_body: Option<String> = optional("HtmlBody", BODY),
        /// The plain body.
        #[serde(skip_serializing_if = "Option::is_none")]
        text_body: Option<String> = optional("TextBody", BODY),
    }
}

structure! {
    /// The pool's own words.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct NotifyConfigurationType = "NotifyConfigurationType" {
        /// In whose name Cognito would send; here the server's own account does.
        source_arn: String = required("SourceArn", text::ARN),
        /// Where an attempt was refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        block_email: Option<NotifyEmailType> = optional("BlockEmail", Shape::Structure(NotifyEmailType::SHAPE)),
        /// Where nothing was done.
        #[serde(skip_serializing_if = "Option::is_none")]
        no_action_email: Option<NotifyEmailType> = optional("NoActionEmail", Shape::Structure(NotifyEmailType::SHAPE)),
        /// Where a second factor was asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        mfa_email: Option<NotifyEmailType> = optional("MfaEmail", Shape::Structure(NotifyEmailType::SHAPE)),
    }
    // Whose address mail has: the server's.
    also [Member::refused("From", &[]), Member::refused("ReplyTo", &[])]
}

structure! {
    /// About risk.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AccountTakeoverRiskConfigurationType = "AccountTakeoverRiskConfigurationType" {
        /// The pool's own words.
        #[serde(skip_serializing_if = "Option::is_none")]
        notify_configuration: Option<NotifyConfigurationType> =
            optional("NotifyConfiguration", Shape::Structure(NotifyConfigurationType::SHAPE)),
        /// What is done at each level.
        actions: AccountTakeoverActionsType = required("Actions", Shape::Structure(AccountTakeoverActionsType::SHAPE)),
    }
}

structure! {
    /// Addresses that are not weighed.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct RiskExceptionConfigurationType = "RiskExceptionConfigurationType" {
        /// Always refused.
        #[serde(skip_serializing_if = "Option::is_none")]
        blocked: Option<Vec<String>> = optional("BlockedIPRangeList", RANGES),
        /// Never a risk.
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped: Option<Vec<String>> = optional("SkippedIPRangeList", RANGES),
    }
}

/// What is done about risk.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RiskConfigurationType {
    /// The pool.
    pub user_pool_id: String,
    /// The client, where it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// About passwords that are known from breaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compromised_credentials_risk_configuration: Option<CompromisedCredentialsRiskConfigurationType>,
    /// About risk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_takeover_risk_configuration: Option<AccountTakeoverRiskConfigurationType>,
    /// Addresses that are not weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_exception_configuration: Option<RiskExceptionConfigurationType>,
    /// When it was set; absent where it never was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified_date: Option<EpochSeconds>,
}

/// What `SetRiskConfiguration` and `DescribeRiskConfiguration` answer.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct RiskConfigurationResponse {
    /// As it now is.
    pub risk_configuration: RiskConfigurationType,
}

/// How risky an attempt was.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EventRiskType {
    /// What follows from it.
    pub risk_decision: &'static str,
    /// How high; absent where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_level: Option<&'static str>,
    /// Whether the password is known from a breach.
    pub compromised_credentials_detected: bool,
}

/// What the person proved, or did not.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct ChallengeResponseType {
    /// `Password` or `Mfa`.
    pub challenge_name: &'static str,
    /// `Success` or `Failure`.
    pub challenge_response: &'static str,
}

/// Where an attempt came from; what is not known is left out.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EventContextDataType {
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// What the browser or app says it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// Something that a user did, or that was tried in their name.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct AuthEventType {
    /// Its id, that of the audited event.
    pub event_id: String,
    /// What it was.
    pub event_type: &'static str,
    /// When.
    pub creation_date: EpochSeconds,
    /// How it ended.
    pub event_response: &'static str,
    /// How risky it was; absent where it was not weighed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_risk: Option<EventRiskType>,
    /// What the person proved.
    pub challenge_responses: Vec<ChallengeResponseType>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_context_data: Option<EventContextDataType>,
    /// What was said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_feedback: Option<EventFeedbackType>,
}

/// What was said of an attempt.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct EventFeedbackType {
    /// `Valid` or `Invalid`.
    pub feedback_value: &'static str,
    /// Who says so: `User` or `Admin`.
    pub provider: &'static str,
    /// When.
    pub feedback_date: EpochSeconds,
}
