//! User pools as Describe and List show them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::pool_settings::{
    AccountRecoverySettingType, AdminCreateUserConfigType, SchemaAttributeType, SmsConfigurationType,
    UserAttributeUpdateSettingsType, UserPoolPolicyType, UsernameConfigurationType, VerificationMessageTemplateType,
};
use crate::protocol::aws::json::EpochSeconds;

/// A pool as Describe shows it. Members that the admin did not set, and that Cognito would leave out, are absent.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserPoolType {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What is asked of passwords.
    pub policies: UserPoolPolicyType,
    /// `ACTIVE` or `INACTIVE`.
    pub deletion_protection: &'static str,
    /// Always empty.
    pub lambda_config: Empty,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
    /// All attributes, the standard ones included.
    pub schema_attributes: Vec<SchemaAttributeType>,
    /// Contacts to which sign-up sends a code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub auto_verified_attributes: Vec<&'static str>,
    /// Attributes that work beside the username.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alias_attributes: Vec<&'static str>,
    /// Contacts that are the username.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub username_attributes: Vec<&'static str>,
    /// The old place of the text of messages with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verification_message: Option<String>,
    /// The old place of their subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verification_subject: Option<String>,
    /// The old place of the text message with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_verification_message: Option<String>,
    /// The text message of a code that is a factor of a sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_authentication_message: Option<String>,
    /// In whose name Cognito would publish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms_configuration: Option<SmsConfigurationType>,
    /// The text of messages with a code.
    pub verification_message_template: VerificationMessageTemplateType,
    /// Always `OFF`.
    pub mfa_configuration: &'static str,
    /// About how many users there are.
    pub estimated_number_of_users: i64,
    /// How users come to be.
    pub admin_create_user_config: AdminCreateUserConfigType,
    /// Whether case makes two names different.
    pub username_configuration: UsernameConfigurationType,
    /// `arn:aws:cognito-idp:{region}:{account}:userpool/{id}`: tools take it apart.
    pub arn: String,
    /// Ways back into an account.
    pub account_recovery_setting: AccountRecoverySettingType,
    /// Always `ESSENTIALS`.
    pub user_pool_tier: &'static str,
    /// How users change their contacts.
    pub user_attribute_update_settings: UserAttributeUpdateSettingsType,
    /// What the admin wrote on it.
    pub user_pool_tags: BTreeMap<String, String>,
}

/// A pool in a list.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct UserPoolDescriptionType {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Always empty.
    pub lambda_config: Empty,
    /// When it was last changed.
    pub last_modified_date: EpochSeconds,
    /// When it was made.
    pub creation_date: EpochSeconds,
}

/// `{}`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Empty {}
