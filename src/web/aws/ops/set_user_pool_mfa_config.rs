//! An admin says which second factors a pool has, and of whom one is asked. What is not said stays, but for codes that are
//! sent where apps are spoken of: the wire has no other word for switching them off.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html>

use serde::Deserialize;

use crate::domain::passkey::{PasskeyPolicy, UserVerification};
use crate::domain::pool::{MessageText, PoolSettings};
use crate::domain::sign_in::Factor;
use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::mfa::{
    self, EmailMfaConfigType, MfaConfigResponse, SmsMfaConfigType, SoftwareTokenMfaConfigType,
    WebAuthnConfigurationType,
};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target, views};

structure! {
    /// What [`SetUserPoolMfaConfig`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "SetUserPoolMfaConfigRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Authenticator apps.
        software_token: Option<SoftwareTokenMfaConfigType> =
            optional("SoftwareTokenMfaConfiguration", Shape::Structure(SoftwareTokenMfaConfigType::SHAPE)),
        /// Codes by text message.
        sms: Option<SmsMfaConfigType> = optional("SmsMfaConfiguration", Shape::Structure(SmsMfaConfigType::SHAPE)),
        /// Codes by mail.
        email: Option<EmailMfaConfigType> =
            optional("EmailMfaConfiguration", Shape::Structure(EmailMfaConfigType::SHAPE)),
        /// Passkeys.
        passkeys: Option<WebAuthnConfigurationType> =
            optional("WebAuthnConfiguration", Shape::Structure(WebAuthnConfigurationType::SHAPE)),
        /// Of whom a second factor is asked.
        mfa_configuration: Option<String> = optional("MfaConfiguration", mfa::MFA_CONFIGURATION),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<MfaConfigResponse, CognitoError> {
    let Request { user_pool_id, software_token, sms, email, passkeys, mfa_configuration } = request;
    let id = target::pool_id(&user_pool_id)?;
    let apps = software_token.and_then(|configuration| configuration.enabled);
    if mfa_configuration.as_deref() == Some("OFF") && (apps == Some(true) || email.is_some() || sms.is_some()) {
        return Err(CognitoError::mfa_off_and_configured());
    }
    let change = pools::update(deps, &id, |pool| {
        if let Some(words) = sms.as_ref() {
            apply_texts(words, &mut pool.settings);
        }
        let policy = &mut pool.settings.second_factor;
        let stays = apps.is_none() || sms.is_some();
        if !stays {
            policy.kinds.remove(&Factor::SmsCode);
        }
        match apps {
            Some(true) => drop(policy.kinds.insert(Factor::Totp)),
            Some(false) => drop(policy.kinds.remove(&Factor::Totp)),
            None => {}
        }
        match email {
            Some(words) => {
                policy.kinds.insert(Factor::EmailCode);
                let text = &mut pool.settings.messages.second_factor;
                *text =
                    MessageText { subject: words.subject.unwrap_or_default(), body: words.message.unwrap_or_default() };
            }
            None if apps.is_some() => drop(policy.kinds.remove(&Factor::EmailCode)),
            None => {}
        }
        if let Some(given) = passkeys {
            apply_passkeys(given, &mut pool.settings.passkeys);
        }
        if let Some(word) = mfa_configuration {
            policy.when = members::second_factor(&word);
        }
        Ok::<(), CognitoError>(())
    });
    Ok(views::pool::mfa(&refusals::pools::changed(&user_pool_id, change.await??)?))
}

/// Codes by text message, in the words and the name that are said with them; what is not said of the name stays.
fn apply_texts(given: &SmsMfaConfigType, settings: &mut PoolSettings) {
    settings.second_factor.kinds.insert(Factor::SmsCode);
    settings.messages.sms_sign_in = given.sms_authentication_message.clone().unwrap_or_default();
    if let Some(configuration) = given.sms_configuration.clone() {
        settings.sms.caller = members::sms_caller(configuration);
    }
}

/// What is not said stays. The shape lets two words through for each of the last two.
fn apply_passkeys(given: WebAuthnConfigurationType, policy: &mut PasskeyPolicy) {
    if let Some(id) = given.relying_party_id {
        policy.relying_party = Some(id);
    }
    if let Some(word) = given.user_verification {
        let is_required = word == "required";
        policy.user_verification = if is_required { UserVerification::Required } else { UserVerification::Preferred };
    }
    if let Some(word) = given.factor_configuration {
        policy.is_two_factors = word == "MULTI_FACTOR_WITH_USER_VERIFICATION";
    }
}
