//! Second factors, of pools and of users.

use crate::domain::sign_in::{Factor, SecondFactor};
use crate::domain::user::Wish;
use crate::protocol::aws::shapes::mfa::{EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType};

/// Of whom a second factor is asked; the shape lets three words through.
pub(in crate::web::aws) fn second_factor(word: &str) -> SecondFactor {
    match word {
        "ON" => SecondFactor::Required,
        "OPTIONAL" => SecondFactor::Optional,
        _ => SecondFactor::Off,
    }
}

/// What is wished for each factor that the request names. A factor that is only preferred is on, as on Cognito; one that
/// nothing is said of is off.
pub(in crate::web::aws) fn mfa_wishes(
    software_token: Option<SoftwareTokenMfaSettingsType>,
    sms: Option<SmsMfaSettingsType>,
    email: Option<EmailMfaSettingsType>,
) -> Vec<Wish> {
    let wish = |factor, enabled: Option<bool>, preferred: Option<bool>| {
        let is_preferred = preferred == Some(true);
        Wish { factor, is_enabled: enabled.unwrap_or(is_preferred), is_preferred }
    };
    let apps = software_token.map(|given| wish(Factor::Totp, given.enabled, given.preferred_mfa));
    let mail = email.map(|given| wish(Factor::EmailCode, given.enabled, given.preferred_mfa));
    let texts = sms.map(|given| wish(Factor::SmsCode, given.enabled, given.preferred_mfa));
    apps.into_iter().chain(texts).chain(mail).collect()
}

/// The first factor of this name; `None`: there is none here.
pub(in crate::web::aws) fn first_factor_named(word: &str) -> Option<Factor> {
    match word {
        "PASSWORD" => Some(Factor::Password),
        "EMAIL_OTP" => Some(Factor::EmailCode),
        "SMS_OTP" => Some(Factor::SmsCode),
        "WEB_AUTHN" => Some(Factor::Passkey),
        _ => None,
    }
}

/// The second factor of this name; `None`: there is none here.
pub(in crate::web::aws) fn second_factor_named(word: &str) -> Option<Factor> {
    match word {
        "SOFTWARE_TOKEN_MFA" => Some(Factor::Totp),
        "SMS_MFA" => Some(Factor::SmsCode),
        "EMAIL_OTP" => Some(Factor::EmailCode),
        _ => None,
    }
}
