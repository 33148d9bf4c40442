//! Users and their attributes.

use crate::domain::sign_in::Factor;
use crate::domain::user::{SecondFactors, User};
use crate::protocol::aws::shapes::user::{AttributeType, UserType};

/// The second factors that are on, and the one that is asked first, in Cognito's words.
pub(in crate::web::aws) fn second_factors(factors: &SecondFactors) -> (Vec<&'static str>, Option<&'static str>) {
    let enabled = factors.enabled().iter().filter_map(|factor| mfa_word(*factor)).collect();
    (enabled, factors.preferred().and_then(mfa_word))
}

/// Cognito's word for a second factor; `None`: it has none.
pub(super) fn mfa_word(factor: Factor) -> Option<&'static str> {
    match factor {
        Factor::Totp => Some("SOFTWARE_TOKEN_MFA"),
        Factor::SmsCode => Some("SMS_MFA"),
        Factor::EmailCode => Some("EMAIL_OTP"),
        Factor::Passkey => Some("WEB_AUTHN"),
        Factor::Password | Factor::RecoveryCode => None,
    }
}

/// The attributes of `user` whose names are `wanted`, `sub` first.
pub(in crate::web::aws) fn attributes(user: &User, wanted: impl Fn(&str) -> bool) -> Vec<AttributeType> {
    let sub = user.id.to_string();
    std::iter::once(("sub", sub.as_str()))
        .chain(user.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .filter(|(name, value)| !value.is_empty() && wanted(name))
        .map(|(name, value)| AttributeType::new(name, value))
        .collect()
}

/// A user with those of their attributes whose names are `wanted`.
pub(in crate::web::aws) fn user(user: &User, wanted: impl Fn(&str) -> bool) -> UserType {
    UserType {
        username: user.username.clone(),
        attributes: attributes(user, wanted),
        user_create_date: user.created_at.into(),
        user_last_modified_date: user.updated_at.into(),
        enabled: user.enabled,
        user_status: user.status.as_str(),
    }
}
