//! A user asks for a code that proves their address.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html>

use serde::{Deserialize, Serialize};

use crate::domain::pool::Contact;
use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::CodeDeliveryDetailsType;
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::refusals;

structure! {
    /// What [`GetUserAttributeVerificationCode`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetUserAttributeVerificationCodeRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// Of which attribute.
        attribute_name: String = required("AttributeName", text::ATTRIBUTE_NAME),
    }
    also [inert::CLIENT_METADATA]
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Where the code went.
    pub code_delivery_details: CodeDeliveryDetailsType,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { access_token, attribute_name } = request;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let contact = Contact::of_attribute(&attribute_name).ok_or_else(CognitoError::attribute_not_provable)?;
    let sent = account::send_verification(deps, caller, contact).await?;
    Ok(Response { code_delivery_details: refusals::account::verification_sent(sent)? })
}
