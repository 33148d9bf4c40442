//! An admin says which second factors a pool has, and of whom one is asked. What is not said stays, but for codes by mail
//! where apps are spoken of: the wire has no other word for switching them off.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolMfaConfig.html>

use serde::Deserialize;

use crate::domain::pool::MessageText;
use crate::domain::sign_in::Factor;
use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::mfa::{self, EmailMfaConfigType, MfaConfigResponse, SoftwareTokenMfaConfigType};
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
        /// Codes by mail.
        email: Option<EmailMfaConfigType> =
            optional("EmailMfaConfiguration", Shape::Structure(EmailMfaConfigType::SHAPE)),
        /// Of whom a second factor is asked.
        mfa_configuration: Option<String> = optional("MfaConfiguration", mfa::MFA_CONFIGURATION),
    }
    also [
        Member::refused("SmsMfaConfiguration", &[]),
        Member::refused("WebAuthnConfiguration", &[]),
    ]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<MfaConfigResponse, CognitoError> {
    let Request { user_pool_id, software_token, email, mfa_configuration } = request;
    let id = target::pool_id(&user_pool_id)?;
    let apps = software_token.and_then(|configuration| configuration.enabled);
    if mfa_configuration.as_deref() == Some("OFF") && (apps == Some(true) || email.is_some()) {
        return Err(CognitoError::mfa_off_and_configured());
    }
    let change = pools::update(deps, &id, |pool| {
        let policy = &mut pool.settings.second_factor;
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
        if let Some(word) = mfa_configuration {
            policy.when = members::second_factor(&word);
        }
        Ok::<(), CognitoError>(())
    });
    Ok(views::pool::mfa(&refusals::pools::changed(&user_pool_id, change.await??)?))
}
