//! The settings of a pool. Members that are not there change nothing, at every depth.

use std::collections::BTreeSet;

use super::mfa::{first_factor_named, second_factor};
use crate::domain::pool::{
    Alias, Contact, MessageText, PasswordPolicy, PoolSettings, RecoveryMechanism, SignInNames, SmsCaller,
};
use crate::domain::sign_in::{Factor, SecondFactor};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::pool_settings::{
    AccountRecoverySettingType, PasswordPolicyType, PoolSettingsMembers, SmsConfigurationType,
    UsernameConfigurationType,
};

/// Days for which a temporary password holds where the admin says 0 (`cognito.md` §3.3).
const USUAL_DAYS: u16 = 7;

/// Changes `settings` as `given` says.
pub(in crate::web::aws) fn apply_pool(
    given: PoolSettingsMembers,
    settings: &mut PoolSettings,
) -> Result<(), CognitoError> {
    if let Some(recovery) = given.account_recovery_setting {
        settings.recovery = recovery_mechanisms(recovery);
    }
    if let Some(word) = given.deletion_protection {
        settings.deletion_protection = word == "ACTIVE";
    }
    if let Some(contacts) = given.auto_verified_attributes {
        settings.auto_verified = contacts.iter().map(|word| contact(word)).collect();
    }
    if let Some(contacts) =
        given.user_attribute_update_settings.and_then(|settings| settings.attributes_require_verification_before_update)
    {
        settings.verified_before_update = contacts.iter().map(|word| contact(word)).collect();
    }
    if let Some(word) = given.mfa_configuration {
        settings.second_factor.when = second_factor(&word);
    }
    if let Some(tags) = given.user_pool_tags {
        settings.tags = tags;
    }
    let creation = given.admin_create_user_config.unwrap_or_default();
    if let Some(only_admins) = creation.allow_admin_create_user_only {
        settings.self_sign_up = !only_admins;
    }
    if let Some(days) = creation.unused_account_validity_days {
        settings.password.temporary_password_validity_days = days_of(days);
    }
    if let Some(template) = creation.invite_message_template {
        set(&mut settings.messages.invitation, template.email_subject, template.email_message);
        replace(&mut settings.messages.sms_invitation, template.sms_message);
    }
    let policies = given.policies.unwrap_or_default();
    if let Some(policy) = policies.password_policy {
        apply_policy(&policy, &mut settings.password);
    }
    if let Some(words) = policies.sign_in_policy.and_then(|policy| policy.allowed_first_auth_factors) {
        settings.first_factors = first_factors(&words)?;
    }
    let text = &mut settings.messages.verification;
    set(text, given.email_verification_subject, given.email_verification_message);
    let own_text = &mut settings.messages.sms_verification;
    replace(own_text, given.sms_verification_message);
    if let Some(template) = given.verification_message_template {
        set(text, template.email_subject, template.email_message);
        replace(own_text, template.sms_message);
    }
    if let Some(configuration) = given.sms_configuration {
        settings.sms.caller = sms_caller(configuration);
    }
    replace(&mut settings.messages.sms_sign_in, given.sms_authentication_message);
    // On Cognito a pool that asks for a second factor and has said nothing of which asks for one by text message.
    let policy = &mut settings.second_factor;
    if policy.when != SecondFactor::Off && policy.kinds.is_empty() && settings.sms.caller.is_some() {
        policy.kinds.insert(Factor::SmsCode);
    }
    Ok(())
}

fn first_factors(words: &[String]) -> Result<BTreeSet<Factor>, CognitoError> {
    let known = |word: &String| {
        first_factor_named(word).ok_or_else(|| CognitoError::value_not_honoured("AllowedFirstAuthFactors", word))
    };
    words.iter().map(known).collect()
}

/// What people type to say who they are, of a new pool.
pub(in crate::web::aws) fn sign_in_names(
    usernames: &[String],
    aliases: &[String],
    configuration: Option<UsernameConfigurationType>,
) -> SignInNames {
    SignInNames {
        username_attributes: usernames.iter().map(|word| contact(word)).collect(),
        alias_attributes: aliases.iter().map(|word| alias(word)).collect(),
        case_sensitive: configuration.is_some_and(|configuration| configuration.case_sensitive),
    }
}

fn apply_policy(given: &PasswordPolicyType, policy: &mut PasswordPolicy) {
    fn set<T: Copy>(place: &mut T, given: Option<T>) {
        *place = given.unwrap_or(*place);
    }
    set(&mut policy.minimum_length, given.minimum_length);
    set(&mut policy.require_uppercase, given.require_uppercase);
    set(&mut policy.require_lowercase, given.require_lowercase);
    set(&mut policy.require_numbers, given.require_numbers);
    set(&mut policy.require_symbols, given.require_symbols);
    set(&mut policy.history_size, given.password_history_size);
    set(&mut policy.temporary_password_validity_days, given.temporary_password_validity_days.map(days_of));
}

fn days_of(days: u16) -> u16 {
    if days == 0 { USUAL_DAYS } else { days }
}

/// A configuration without a role is none.
pub(in crate::web::aws) fn sms_caller(given: SmsConfigurationType) -> Option<SmsCaller> {
    let role = given.sns_caller_arn.filter(|role| !role.is_empty())?;
    let (external_id, region) = (given.external_id.unwrap_or_default(), given.sns_region.unwrap_or_default());
    Some(SmsCaller { role, external_id, region })
}

/// The shape lets three words through.
fn recovery_mechanisms(given: AccountRecoverySettingType) -> Vec<RecoveryMechanism> {
    let mut options = given.recovery_mechanisms.unwrap_or_default();
    options.sort_by_key(|option| option.priority);
    let mechanism = |name: &str| match name {
        "verified_phone_number" => RecoveryMechanism::VerifiedPhoneNumber,
        "admin_only" => RecoveryMechanism::AdminOnly,
        _ => RecoveryMechanism::VerifiedEmail,
    };
    options.iter().map(|option| mechanism(&option.name)).collect()
}

fn replace(text: &mut String, given: Option<String>) {
    if let Some(given) = given {
        *text = given;
    }
}

fn set(text: &mut MessageText, subject: Option<String>, body: Option<String>) {
    text.subject = subject.unwrap_or_else(|| std::mem::take(&mut text.subject));
    text.body = body.unwrap_or_else(|| std::mem::take(&mut text.body));
}

/// The shape lets two words through.
fn contact(word: &str) -> Contact {
    if word == "phone_number" { Contact::PhoneNumber } else { Contact::Email }
}

/// The shape lets three words through.
fn alias(word: &str) -> Alias {
    match word {
        "phone_number" => Alias::PhoneNumber,
        "preferred_username" => Alias::PreferredUsername,
        _ => Alias::Email,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Contact, PoolSettings, RecoveryMechanism, apply_pool};

    fn apply(given: Value, settings: &mut PoolSettings) {
        apply_pool(serde_json::from_value(given).unwrap(), settings).unwrap();
    }

    #[test]
    fn what_is_not_said_stays() {
        let mut settings = PoolSettings::default();
        let first = json!({
            "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireNumbers": true}},
            "AutoVerifiedAttributes": ["email"],
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]},
            "VerificationMessageTemplate": {"EmailSubject": "Hello", "EmailMessage": "Code {####}"},
            "DeletionProtection": "ACTIVE",
        });
        apply(first, &mut settings);
        let before = settings.clone();
        apply(json!({}), &mut settings);
        assert_eq!(settings, before);

        apply(json!({"Policies": {"PasswordPolicy": {"RequireSymbols": true}}}), &mut settings);
        assert!(settings.password.require_symbols && settings.password.require_numbers);
        assert_eq!(settings.password.minimum_length, 12);
        apply(json!({"EmailVerificationSubject": "Hi"}), &mut settings);
        let text = &settings.messages.verification;
        assert_eq!((text.subject.as_str(), text.body.as_str()), ("Hi", "Code {####}"));
        assert!(settings.auto_verified.contains(&Contact::Email) && !settings.self_sign_up);
        assert_eq!(settings.recovery, [RecoveryMechanism::AdminOnly]);
        apply(json!({"AutoVerifiedAttributes": []}), &mut settings);
        assert!(settings.auto_verified.is_empty(), "an empty list says something");
    }

    #[test]
    fn zero_days_are_seven() {
        let mut settings = PoolSettings::default();
        settings.password.temporary_password_validity_days = 30;
        apply(json!({"Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 0}}}), &mut settings);
        assert_eq!(settings.password.temporary_password_validity_days, 7);
    }

    #[test]
    fn what_is_said_of_text_messages_is_kept() {
        let mut settings = PoolSettings::default();
        let ways = json!([{"Name": "verified_email", "Priority": 2}, {"Name": "verified_phone_number", "Priority": 1}]);
        let given = json!({
            "AccountRecoverySetting": {"RecoveryMechanisms": ways},
            "SmsVerificationMessage": "Old {####}",
            "VerificationMessageTemplate": {"SmsMessage": "Code {####}"},
            "AdminCreateUserConfig": {"InviteMessageTemplate": {"SMSMessage": "{username} {####}"}},
            "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms", "ExternalId": "x"},
        });
        apply(given, &mut settings);
        assert_eq!(settings.recovery, [RecoveryMechanism::VerifiedPhoneNumber, RecoveryMechanism::VerifiedEmail]);
        let texts = &settings.messages;
        assert_eq!(
            (texts.sms_verification.as_str(), texts.sms_invitation.as_str()),
            ("Code {####}", "{username} {####}")
        );
        assert_eq!(settings.sms.caller.unwrap().external_id, "x");
    }
}
