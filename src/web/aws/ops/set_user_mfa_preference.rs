//! A user switches second factors on and off.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserMFAPreference.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, mfa};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Member, Shape, structure};
use crate::protocol::aws::shapes::mfa::{EmailMfaSettingsType, SmsMfaSettingsType, SoftwareTokenMfaSettingsType};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals};

structure! {
    /// What [`SetUserMFAPreference`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "SetUserMFAPreferenceRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
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
    let wishes = members::mfa_wishes(request.software_token, request.sms, request.email);
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    refusals::mfa::preference(mfa::set_own(deps, caller, &wishes).await?)?;
    Ok(Empty {})
}
