//! An admin switches a user's second factors on and off: off, where the device is lost.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminSetUserMFAPreference.html>

use serde::Deserialize;

use crate::flows::{Deps, mfa};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::mfa::{EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`AdminSetUserMFAPreference`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminSetUserMFAPreferenceRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Authenticator apps.
        software_token: Option<SoftwareTokenMfaSettingsType> =
            optional("SoftwareTokenMfaSettings", Shape::Structure(SoftwareTokenMfaSettingsType::SHAPE)),
        /// Codes by text message.
        sms: Option<SmsMfaSettingsType> = optional("SMSMfaSettings", Shape::Structure(SmsMfaSettingsType::SHAPE)),
        /// Codes by mail.
        email: Option<EmailMfaSettingsType> =
            optional("EmailMfaSettings", Shape::Structure(EmailMfaSettingsType::SHAPE)),
    }
    also [
        Member::refused("WebAuthnMfaSettings", &[]),
    ]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let wishes = members::mfa_wishes(request.software_token, request.sms, request.email);
    refusals::mfa::preference(mfa::set_of_user(deps, &pool, &request.username, &wishes).await?)?;
    Ok(Empty {})
}
