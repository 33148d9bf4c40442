//! A user proves their address with the code that was sent to it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html>

use serde::Deserialize;

use crate::domain::pool::Contact;
use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals};

structure! {
    /// What [`VerifyUserAttribute`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "VerifyUserAttributeRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// Which attribute.
        attribute_name: String = required("AttributeName", text::ATTRIBUTE_NAME),
        /// The code.
        code: Secret = required("Code", text::CODE),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { access_token, attribute_name, code } = request;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let contact = Contact::of_attribute(&attribute_name).ok_or_else(CognitoError::attribute_not_provable)?;
    refusals::account::verified(account::verify(deps, caller, contact, &members::text(&code)).await?)?;
    Ok(Empty {})
}
