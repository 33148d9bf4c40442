//! The parts of a user pool's settings, on their way in and out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{mfa, text};
use crate::protocol::aws::json::{List, Member, Shape, Text, structure};

structure! {
    /// What is asked of passwords.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct PasswordPolicyType = "PasswordPolicyType" {
        /// Fewest characters.
        #[serde(skip_serializing_if = "Option::is_none")]
        minimum_length: Option<u16> = optional("MinimumLength", Shape::Integer(6, 99)),
        /// At least one upper-case letter.
        #[serde(skip_serializing_if = "Option::is_none")]
        require_uppercase: Option<bool> = optional("RequireUppercase", Shape::Boolean),
        /// At least one lower-case letter.
        #[serde(skip_serializing_if = "Option::is_none")]
        require_lowercase: Option<bool> = optional("RequireLowercase", Shape::Boolean),
        /// At least one digit.
        #[serde(skip_serializing_if = "Option::is_none")]
        require_numbers: Option<bool> = optional("RequireNumbers", Shape::Boolean),
        /// At least one symbol.
        #[serde(skip_serializing_if = "Option::is_none")]
        require_symbols: Option<bool> = optional("RequireSymbols", Shape::Boolean),
        /// How many of a user's last passwords may not be chosen again; 0 is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        password_history_size: Option<u16> = optional("PasswordHistorySize", Shape::Integer(0, 24)),
        /// Days for which a temporary password opens the account; 0 is 7.
        #[serde(skip_serializing_if = "Option::is_none")]
        temporary_password_validity_days: Option<u16> =
            optional("TemporaryPasswordValidityDays", Shape::Integer(0, 365)),
    }
}

/// `AllowedFirstAuthFactorsListType`.
const FIRST_FACTORS: Shape = Shape::List(&List {
    of: Shape::Text(&Text::one_of(&["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN", "SOFTWARE_TOKEN"])),
    min: 1,
    max: 5,
});

structure! {
    /// What may come first.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct SignInPolicyType = "SignInPolicyType" {
        /// By Cognito's words.
        #[serde(skip_serializing_if = "Option::is_none")]
        allowed_first_auth_factors: Option<Vec<String>> = optional("AllowedFirstAuthFactors", FIRST_FACTORS),
    }
}

structure! {
    /// How people may sign in.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct UserPoolPolicyType = "UserPoolPolicyType" {
        /// What is asked of passwords.
        #[serde(skip_serializing_if = "Option::is_none")]
        password_policy: Option<PasswordPolicyType> =
            optional("PasswordPolicy", Shape::Structure(PasswordPolicyType::SHAPE)),
        /// What may come first.
        #[serde(skip_serializing_if = "Option::is_none")]
        sign_in_policy: Option<SignInPolicyType> =
            optional("SignInPolicy", Shape::Structure(SignInPolicyType::SHAPE)),
    }
}

structure! {
    /// Bounds of a number, as texts.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct NumberAttributeConstraintsType = "NumberAttributeConstraintsType" {
        /// Smallest.
        #[serde(skip_serializing_if = "Option::is_none")]
        min_value: Option<String> = optional("MinValue", text::ANY),
        /// Largest.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_value: Option<String> = optional("MaxValue", text::ANY),
    }
}

structure! {
    /// Bounds of a text's length, as texts.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct StringAttributeConstraintsType = "StringAttributeConstraintsType" {
        /// Shortest.
        #[serde(skip_serializing_if = "Option::is_none")]
        min_length: Option<String> = optional("MinLength", text::ANY),
        /// Longest.
        #[serde(skip_serializing_if = "Option::is_none")]
        max_length: Option<String> = optional("MaxLength", text::ANY),
    }
}

structure! {
    /// An attribute that the pool's users have.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct SchemaAttributeType = "SchemaAttributeType" {
        /// Its name; on the way in without `custom:`.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String> = optional("Name", text::CUSTOM_ATTRIBUTE_NAME),
        /// Kind of value.
        #[serde(skip_serializing_if = "Option::is_none")]
        attribute_data_type: Option<String> =
            optional("AttributeDataType", Shape::Text(&Text::one_of(&["String", "Number", "DateTime", "Boolean"]))),
        /// Always false here.
        #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
        developer_only_attribute: Option<bool> = refused("DeveloperOnlyAttribute", &[]),
        /// Whether it can change.
        #[serde(skip_serializing_if = "Option::is_none")]
        mutable: Option<bool> = optional("Mutable", Shape::Boolean),
        /// Whether every user must have it.
        #[serde(skip_serializing_if = "Option::is_none")]
        required: Option<bool> = optional("Required", Shape::Boolean),
        /// Bounds of a number.
        #[serde(skip_serializing_if = "Option::is_none")]
        number_attribute_constraints: Option<NumberAttributeConstraintsType> =
            optional("NumberAttributeConstraints", Shape::Structure(NumberAttributeConstraintsType::SHAPE)),
        /// Bounds of a text's length.
        #[serde(skip_serializing_if = "Option::is_none")]
        string_attribute_constraints: Option<StringAttributeConstraintsType> =
            optional("StringAttributeConstraints", Shape::Structure(StringAttributeConstraintsType::SHAPE)),
    }
}

structure! {
    /// Whether case makes two names different.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct UsernameConfigurationType = "UsernameConfigurationType" {
        /// `true`: `Ada` and `ada` are two.
        case_sensitive: bool = required("CaseSensitive", Shape::Boolean),
    }
}

structure! {
    /// One way back into an account.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct RecoveryOptionType = "RecoveryOptionType" {
        /// 1 is tried first.
        priority: u8 = required("Priority", Shape::Integer(1, 2)),
        /// Which way.
        name: String =
            required("Name", Shape::Text(&Text::one_of(&["verified_email", "verified_phone_number", "admin_only"]))),
    }
}

structure! {
    /// The ways back into an account.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AccountRecoverySettingType = "AccountRecoverySettingType" {
        /// In any order; `Priority` decides.
        #[serde(skip_serializing_if = "Option::is_none")]
        recovery_mechanisms: Option<Vec<RecoveryOptionType>> = optional(
            "RecoveryMechanisms",
            Shape::List(&List { of: Shape::Structure(RecoveryOptionType::SHAPE), min: 1, max: 2 })
        ),
    }
}

structure! {
    /// The invitation's text.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct MessageTemplateType = "MessageTemplateType" {
        /// HTML, with `{username}` and `{####}`.
        #[serde(skip_serializing_if = "Option::is_none")]
        email_message: Option<String> = optional("EmailMessage", text::EMAIL_INVITE_MESSAGE),
        /// Subject line.
        #[serde(skip_serializing_if = "Option::is_none")]
        email_subject: Option<String> = optional("EmailSubject", text::EMAIL_SUBJECT),
        /// Text message, with `{username}` and `{####}`.
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_message: Option<String> = optional("SMSMessage", text::SMS_INVITE_MESSAGE),
    }
}

structure! {
    /// In whose name Cognito publishes text messages.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct SmsConfigurationType = "SmsConfigurationType" {
        /// The role.
        #[serde(skip_serializing_if = "Option::is_none")]
        sns_caller_arn: Option<String> = optional("SnsCallerArn", text::DESCRIPTION),
        /// What the role asks for.
        #[serde(skip_serializing_if = "Option::is_none")]
        external_id: Option<String> = optional("ExternalId", text::ANY),
        /// Where it publishes.
        #[serde(skip_serializing_if = "Option::is_none")]
        sns_region: Option<String> = optional("SnsRegion", text::REGION),
    }
    // Amazon's other service for text messages.
    also [Member::refused("EumsSms", &[])]
}

structure! {
    /// How users come to be.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct AdminCreateUserConfigType = "AdminCreateUserConfigType" {
        /// `true`: nobody signs themselves up.
        #[serde(skip_serializing_if = "Option::is_none")]
        allow_admin_create_user_only: Option<bool> = optional("AllowAdminCreateUserOnly", Shape::Boolean),
        /// The old name of `TemporaryPasswordValidityDays`, which wins where both are given.
        #[serde(skip_serializing_if = "Option::is_none")]
        unused_account_validity_days: Option<u16> = optional("UnusedAccountValidityDays", Shape::Integer(0, 365)),
        /// The invitation's text.
        #[serde(skip_serializing_if = "Option::is_none")]
        invite_message_template: Option<MessageTemplateType> =
            optional("InviteMessageTemplate", Shape::Structure(MessageTemplateType::SHAPE)),
    }
}

structure! {
    /// The text of messages with a code.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct VerificationMessageTemplateType = "VerificationMessageTemplateType" {
        /// HTML, with `{####}`.
        #[serde(skip_serializing_if = "Option::is_none")]
        email_message: Option<String> = optional("EmailMessage", text::EMAIL_MESSAGE),
        /// Subject line.
        #[serde(skip_serializing_if = "Option::is_none")]
        email_subject: Option<String> = optional("EmailSubject", text::EMAIL_SUBJECT),
        /// Always `CONFIRM_WITH_CODE`: links that act by themselves are not sent.
        #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
        default_email_option: Option<String> = refused("DefaultEmailOption", &["CONFIRM_WITH_CODE"]),
        /// Text message, with `{####}`.
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_message: Option<String> = optional("SmsMessage", text::SMS_MESSAGE),
    }
    also [
        Member::refused("EmailMessageByLink", &[]),
        Member::refused("EmailSubjectByLink", &[]),
    ]
}

structure! {
    /// How users change their contacts.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct UserAttributeUpdateSettingsType = "UserAttributeUpdateSettingsType" {
        /// Contacts whose old value holds until the new one is proven.
        #[serde(skip_serializing_if = "Option::is_none")]
        attributes_require_verification_before_update: Option<Vec<String>> =
            optional("AttributesRequireVerificationBeforeUpdate", CONTACTS),
    }
}

/// `UserPoolTagsType`.
pub const TAGS: Shape = Shape::Map { is_sensitive: false };

/// `DeletionProtectionType`.
pub const DELETION_PROTECTION: Shape = Shape::Text(&Text::one_of(&["ACTIVE", "INACTIVE"]));

/// `AliasAttributesListType`.
pub const ALIAS_ATTRIBUTES: Shape = Shape::List(&List {
    of: Shape::Text(&Text::one_of(&["phone_number", "email", "preferred_username"])),
    min: 0,
    max: 3,
});

/// `VerifiedAttributesListType` and `UsernameAttributesListType`.
pub const CONTACTS: Shape = Shape::List(&List { of: text::CONTACT, min: 0, max: 2 });

/// `CustomAttributesListType`.
pub const CUSTOM_ATTRIBUTES: Shape =
    Shape::List(&List { of: Shape::Structure(SchemaAttributeType::SHAPE), min: 1, max: 25 });

/// `SchemaAttributesListType`.
pub const SCHEMA: Shape = Shape::List(&List { of: Shape::Structure(SchemaAttributeType::SHAPE), min: 1, max: 50 });

structure! {
    /// What Create and Update of a pool have in common.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
    pub struct PoolSettingsMembers = "PoolSettings" {
        /// What is asked of passwords.
        policies: Option<UserPoolPolicyType> = optional("Policies", Shape::Structure(UserPoolPolicyType::SHAPE)),
        /// `ACTIVE` or `INACTIVE`.
        deletion_protection: Option<String> = optional("DeletionProtection", DELETION_PROTECTION),
        /// Contacts to which sign-up sends a code.
        auto_verified_attributes: Option<Vec<String>> = optional("AutoVerifiedAttributes", CONTACTS),
        /// The old place of the text of messages with a code.
        email_verification_message: Option<String> = optional("EmailVerificationMessage", text::EMAIL_MESSAGE),
        /// The old place of their subject.
        email_verification_subject: Option<String> = optional("EmailVerificationSubject", text::EMAIL_SUBJECT),
        /// The text of messages with a code; wins over the old places.
        verification_message_template: Option<VerificationMessageTemplateType> =
            optional("VerificationMessageTemplate", Shape::Structure(VerificationMessageTemplateType::SHAPE)),
        /// The old place of the text message with a code.
        sms_verification_message: Option<String> = optional("SmsVerificationMessage", text::SMS_MESSAGE),
        /// The text message of a code that is a factor of a sign-in.
        sms_authentication_message: Option<String> = optional("SmsAuthenticationMessage", text::SMS_MESSAGE),
        /// In whose name Cognito would publish; here the server's gateway sends.
        sms_configuration: Option<SmsConfigurationType> =
            optional("SmsConfiguration", Shape::Structure(SmsConfigurationType::SHAPE)),
        /// How users change their contacts.
        user_attribute_update_settings: Option<UserAttributeUpdateSettingsType> =
            optional("UserAttributeUpdateSettings", Shape::Structure(UserAttributeUpdateSettingsType::SHAPE)),
        /// What the admin writes on the pool; all of it at once.
        user_pool_tags: Option<BTreeMap<String, String>> = optional("UserPoolTags", TAGS),
        /// How users come to be.
        admin_create_user_config: Option<AdminCreateUserConfigType> =
            optional("AdminCreateUserConfig", Shape::Structure(AdminCreateUserConfigType::SHAPE)),
        /// Of whom a second factor is asked.
        mfa_configuration: Option<String> = optional("MfaConfiguration", mfa::MFA_CONFIGURATION),
        /// Ways back into an account.
        account_recovery_setting: Option<AccountRecoverySettingType> =
            optional("AccountRecoverySetting", Shape::Structure(AccountRecoverySettingType::SHAPE)),
    }
    also [
        // Triggers.
        Member::refused("LambdaConfig", &[]),
        // Remembered devices.
        Member::refused("DeviceConfiguration", &[]),
        // Whose account sends mail; here the server's own does.
        Member::refused("EmailConfiguration", &["COGNITO_DEFAULT"]),
        // Threat protection.
        Member::refused("UserPoolAddOns", &["OFF"]),
        // What one pays for; there is nothing else to have here than Cognito's default.
        Member::refused("UserPoolTier", &["ESSENTIALS"]),
        // Dynamic registration of clients.
        Member::refused("DcrConfiguration", &[]),
        // Whose key seals the pool's data: the server's.
        Member::refused("KeyConfiguration", &["AWS_OWNED_KEY"]),
        // Which form the issuer has.
        Member::refused("IssuerConfiguration", &["ORIGINAL"]),
        // Authentication context classes.
        Member::refused("AcrConfiguration", &[]),
    ]
}
