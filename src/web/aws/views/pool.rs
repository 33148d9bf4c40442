//! Pools.

use super::schema::schema;
use crate::domain::passkey::{PasskeyPolicy, UserVerification};
use crate::domain::pool::{Alias, Contact, Pool, PoolSettings, RecoveryMechanism};
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::protocol::aws::shapes::mfa::{
    EmailMfaConfigType, MfaConfigResponse, SmsMfaConfigType, SoftwareTokenMfaConfigType, WebAuthnConfigurationType,
};
use crate::protocol::aws::shapes::pool::{Empty, UserPoolDescriptionType, UserPoolType};
use crate::protocol::aws::shapes::pool_settings::{
    AccountRecoverySettingType, AdminCreateUserConfigType, MessageTemplateType, PasswordPolicyType, RecoveryOptionType,
    SignInPolicyType, SmsConfigurationType, UserAttributeUpdateSettingsType, UserPoolPolicyType,
    UsernameConfigurationType, VerificationMessageTemplateType,
};

/// The account in names of resources: there is none here, and tools want twelve digits.
const ACCOUNT: &str = "000000000000";

/// A pool with about so many users.
pub(in crate::web::aws) fn pool(pool: &Pool, users: u64) -> UserPoolType {
    let settings = &pool.settings;
    let verification = &settings.messages.verification;
    UserPoolType {
        id: pool.id.to_string(),
        name: pool.name.clone(),
        policies: policies(settings),
        deletion_protection: if settings.deletion_protection { "ACTIVE" } else { "INACTIVE" },
        lambda_config: Empty {},
        last_modified_date: pool.updated_at.into(),
        creation_date: pool.created_at.into(),
        schema_attributes: schema(&settings.schema),
        auto_verified_attributes: settings.auto_verified.iter().copied().map(Contact::attribute).collect(),
        alias_attributes: settings.sign_in_names.alias_attributes.iter().copied().map(alias).collect(),
        username_attributes: settings
            .sign_in_names
            .username_attributes
            .iter()
            .copied()
            .map(Contact::attribute)
            .collect(),
        email_verification_message: said(&verification.body),
        email_verification_subject: said(&verification.subject),
        sms_verification_message: said(&settings.messages.sms_verification),
        sms_authentication_message: said(&settings.messages.sms_sign_in),
        sms_configuration: sms_configuration(settings),
        verification_message_template: VerificationMessageTemplateType {
            email_message: said(&verification.body),
            email_subject: said(&verification.subject),
            sms_message: said(&settings.messages.sms_verification),
            default_email_option: Some("CONFIRM_WITH_CODE".to_owned()),
        },
        mfa_configuration: mfa_word(settings.second_factor.when),
        estimated_number_of_users: i64::try_from(users).unwrap_or(i64::MAX),
        admin_create_user_config: user_creation(settings),
        username_configuration: UsernameConfigurationType { case_sensitive: settings.sign_in_names.case_sensitive },
        arn: format!("arn:aws:cognito-idp:{}:{ACCOUNT}:userpool/{}", pool.id.region(), pool.id),
        account_recovery_setting: recovery(settings),
        user_pool_tier: "ESSENTIALS",
        user_attribute_update_settings: UserAttributeUpdateSettingsType {
            attributes_require_verification_before_update: Some(
                settings.verified_before_update.iter().map(|contact| contact.attribute().to_owned()).collect(),
            ),
        },
        user_pool_tags: settings.tags.clone(),
    }
}

/// What a pool asks after the first factor.
pub(in crate::web::aws) fn mfa(pool: &Pool) -> MfaConfigResponse {
    let (policy, words) = (&pool.settings.second_factor, &pool.settings.messages.second_factor);
    MfaConfigResponse {
        sms_mfa_configuration: policy.kinds.contains(&Factor::SmsCode).then(|| SmsMfaConfigType {
            sms_authentication_message: said(&pool.settings.messages.sms_sign_in),
            sms_configuration: sms_configuration(&pool.settings),
        }),
        software_token_mfa_configuration: SoftwareTokenMfaConfigType {
            enabled: Some(policy.kinds.contains(&Factor::Totp)),
        },
        email_mfa_configuration: policy
            .kinds
            .contains(&Factor::EmailCode)
            .then(|| EmailMfaConfigType { message: said(&words.body), subject: said(&words.subject) }),
        web_authn_configuration: passkeys(&pool.settings),
        mfa_configuration: mfa_word(policy.when),
    }
}

fn sms_configuration(settings: &PoolSettings) -> Option<SmsConfigurationType> {
    settings.sms.caller.as_ref().map(|caller| SmsConfigurationType {
        sns_caller_arn: said(&caller.role),
        external_id: said(&caller.external_id),
        sns_region: said(&caller.region),
    })
}

/// What a pool asks of passkeys; `None`: nobody may come with one, and nothing was said of them.
fn passkeys(settings: &PoolSettings) -> Option<WebAuthnConfigurationType> {
    let policy = &settings.passkeys;
    let is_there = settings.first_factors.contains(&Factor::Passkey) || *policy != PasskeyPolicy::default();
    let verification = match policy.user_verification {
        UserVerification::Preferred => "preferred",
        UserVerification::Required => "required",
    };
    let factors = if policy.is_two_factors { "MULTI_FACTOR_WITH_USER_VERIFICATION" } else { "SINGLE_FACTOR" };
    is_there.then(|| WebAuthnConfigurationType {
        relying_party_id: policy.relying_party.clone(),
        user_verification: Some(verification.to_owned()),
        factor_configuration: Some(factors.to_owned()),
    })
}

fn mfa_word(when: SecondFactor) -> &'static str {
    match when {
        SecondFactor::Off => "OFF",
        SecondFactor::Optional => "OPTIONAL",
        SecondFactor::Required => "ON",
    }
}

/// A pool in a list.
pub(in crate::web::aws) fn pool_in_list(pool: &Pool) -> UserPoolDescriptionType {
    UserPoolDescriptionType {
        id: pool.id.to_string(),
        name: pool.name.clone(),
        lambda_config: Empty {},
        last_modified_date: pool.updated_at.into(),
        creation_date: pool.created_at.into(),
    }
}

fn policies(settings: &PoolSettings) -> UserPoolPolicyType {
    let policy = &settings.password;
    UserPoolPolicyType {
        password_policy: Some(PasswordPolicyType {
            minimum_length: Some(policy.minimum_length),
            require_uppercase: Some(policy.require_uppercase),
            require_lowercase: Some(policy.require_lowercase),
            require_numbers: Some(policy.require_numbers),
            require_symbols: Some(policy.require_symbols),
            // Not shown where it is off, as on Cognito.
            password_history_size: Some(policy.history_size).filter(|size| *size > 0),
            temporary_password_validity_days: Some(policy.temporary_password_validity_days),
        }),
        sign_in_policy: Some(SignInPolicyType {
            allowed_first_auth_factors: Some(first_factor_words(settings.first_factors.iter())),
        }),
    }
}

/// Cognito's words for first factors.
pub(super) fn first_factor_words<'a>(factors: impl Iterator<Item = &'a Factor>) -> Vec<String> {
    let word = |factor: &Factor| match factor {
        Factor::Password => Some("PASSWORD".to_owned()),
        Factor::EmailCode => Some("EMAIL_OTP".to_owned()),
        Factor::SmsCode => Some("SMS_OTP".to_owned()),
        Factor::Passkey => Some("WEB_AUTHN".to_owned()),
        Factor::Totp | Factor::RecoveryCode => None,
    };
    factors.filter_map(word).collect()
}

fn user_creation(settings: &PoolSettings) -> AdminCreateUserConfigType {
    let invitation = &settings.messages.invitation;
    let template = MessageTemplateType {
        email_message: said(&invitation.body),
        email_subject: said(&invitation.subject),
        sms_message: said(&settings.messages.sms_invitation),
    };
    AdminCreateUserConfigType {
        allow_admin_create_user_only: Some(!settings.self_sign_up),
        unused_account_validity_days: Some(settings.password.temporary_password_validity_days),
        invite_message_template: (template != MessageTemplateType::default()).then_some(template),
    }
}

fn recovery(settings: &PoolSettings) -> AccountRecoverySettingType {
    let option = |(priority, mechanism): (u8, &RecoveryMechanism)| RecoveryOptionType {
        priority,
        name: match mechanism {
            RecoveryMechanism::VerifiedEmail => "verified_email".to_owned(),
            RecoveryMechanism::VerifiedPhoneNumber => "verified_phone_number".to_owned(),
            RecoveryMechanism::AdminOnly => "admin_only".to_owned(),
        },
    };
    AccountRecoverySettingType { recovery_mechanisms: Some((1..).zip(&settings.recovery).map(option).collect()) }
}

fn alias(alias: Alias) -> &'static str {
    match alias {
        Alias::Email => "email",
        Alias::PhoneNumber => "phone_number",
        Alias::PreferredUsername => "preferred_username",
    }
}

/// A text that the admin wrote, where they wrote one.
fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
