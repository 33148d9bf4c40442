//! Second factors, of pools and of users.

use serde::{Deserialize, Serialize};

use super::pool_settings::SmsConfigurationType;
use super::text;
use crate::protocol::aws::json::{Shape, Text, structure};

/// `UserPoolMfaType`.
pub const MFA_CONFIGURATION: Shape = Shape::Text(&Text::one_of(&["OFF", "ON", "OPTIONAL"]));
/// `SoftwareTokenMFAUserCodeType`.
pub const USER_CODE: Shape = Shape::Text(&Text::up_to(6).at_least(6).sensitive());
/// `RelyingPartyIdType`.
const RELYING_PARTY_ID: Shape = Shape::Text(&Text::up_to(127).at_least(1));
/// `UserVerificationType`.
const USER_VERIFICATION: Shape = Shape::Text(&Text::one_of(&["required", "preferred"]));
/// `WebAuthnFactorConfigurationType`.
const PASSKEY_FACTORS: Shape = Shape::Text(&Text::one_of(&["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]));

structure! {
    /// Whether a pool lets users set up authenticator apps.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
    pub struct SoftwareTokenMfaConfigType = "SoftwareTokenMfaConfigType" {
        /// Whether it does.
        enabled: Option<bool> = optional("Enabled", Shape::Boolean),
    }
}

structure! {
    /// What a user wishes for one factor.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub struct SoftwareTokenMfaSettingsType = "SoftwareTokenMfaSettingsType" {
        /// Whether it is on.
        enabled: Option<bool> = optional("Enabled", Shape::Boolean),
        /// Whether it is asked first.
        preferred_mfa: Option<bool> = optional("PreferredMfa", Shape::Boolean),
    }
}

structure! {
    /// The words of the mail with a code; that it is there lets users have such codes.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
    pub struct EmailMfaConfigType = "EmailMfaConfigType" {
        /// The body, with `{####}` in the place of the code.
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<String> = optional("Message", text::EMAIL_MESSAGE),
        /// The subject.
        #[serde(skip_serializing_if = "Option::is_none")]
        subject: Option<String> = optional("Subject", text::EMAIL_SUBJECT),
    }
}

structure! {
    /// What a user wishes for codes by mail.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub struct EmailMfaSettingsType = "EmailMfaSettingsType" {
        /// Whether they are on.
        enabled: Option<bool> = optional("Enabled", Shape::Boolean),
        /// Whether one is asked first.
        preferred_mfa: Option<bool> = optional("PreferredMfa", Shape::Boolean),
    }
}

structure! {
    /// The words of the text message with a code, and in whose name it is sent; that it is there lets users have such codes.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
    pub struct SmsMfaConfigType = "SmsMfaConfigType" {
        /// The text, with `{####}` in the place of the code.
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_authentication_message: Option<String> = optional("SmsAuthenticationMessage", text::SMS_MESSAGE),
        /// The role.
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_configuration: Option<SmsConfigurationType> =
            optional("SmsConfiguration", Shape::Structure(SmsConfigurationType::SHAPE)),
    }
}

structure! {
    /// What a user wishes for codes by text message.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub struct SmsMfaSettingsType = "SMSMfaSettingsType" {
        /// Whether they are on.
        enabled: Option<bool> = optional("Enabled", Shape::Boolean),
        /// Whether one is asked first.
        preferred_mfa: Option<bool> = optional("PreferredMfa", Shape::Boolean),
    }
}

structure! {
    /// What a pool asks of passkeys.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
    pub struct WebAuthnConfigurationType = "WebAuthnConfigurationType" {
        /// The domain that they belong to.
        #[serde(skip_serializing_if = "Option::is_none")]
        relying_party_id: Option<String> = optional("RelyingPartyId", RELYING_PARTY_ID),
        /// Whether authenticators must make sure who holds them.
        user_verification: Option<String> = optional("UserVerification", USER_VERIFICATION),
        /// Whether one of a verified holder is two factors.
        factor_configuration: Option<String> = optional("FactorConfiguration", PASSKEY_FACTORS),
    }
}

/// What `SetUserPoolMfaConfig` and `GetUserPoolMfaConfig` answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MfaConfigResponse {
    /// Codes by text message; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_mfa_configuration: Option<SmsMfaConfigType>,
    /// Authenticator apps.
    pub software_token_mfa_configuration: SoftwareTokenMfaConfigType,
    /// Codes by mail; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_mfa_configuration: Option<EmailMfaConfigType>,
    /// Passkeys; absent where people may not come with them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub web_authn_configuration: Option<WebAuthnConfigurationType>,
    /// Of whom a second factor is asked.
    pub mfa_configuration: &'static str,
}
