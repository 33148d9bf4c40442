//! Second factors, of pools and of users.

use serde::{Deserialize, Serialize};

use super::text;
use crate::protocol::aws::json::{Shape, Text, structure};

/// `UserPoolMfaType`.
pub const MFA_CONFIGURATION: Shape = Shape::Text(&Text::one_of(&["OFF", "ON", "OPTIONAL"]));
/// `SoftwareTokenMFAUserCodeType`.
pub const USER_CODE: Shape = Shape::Text(&Text::up_to(6).at_least(6).sensitive());

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

/// What `SetUserPoolMfaConfig` and `GetUserPoolMfaConfig` answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct MfaConfigResponse {
    /// Authenticator apps.
    pub software_token_mfa_configuration: SoftwareTokenMfaConfigType,
    /// Codes by mail; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_mfa_configuration: Option<EmailMfaConfigType>,
    /// Of whom a second factor is asked.
    pub mfa_configuration: &'static str,
}
