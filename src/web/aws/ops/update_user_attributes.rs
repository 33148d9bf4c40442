//! A user changes what is known of them. A changed address is proven by a code; where the pool asks for that first, the
//! old one holds until then.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html>

use serde::{Deserialize, Serialize};

use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::user::{self, AttributeType, CodeDeliveryDetailsType};
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals};

structure! {
    /// What [`UpdateUserAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserAttributesRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// What is to change; an empty value removes.
        user_attributes: Vec<AttributeType> = required("UserAttributes", user::ATTRIBUTES),
    }
    also [inert::CLIENT_METADATA]
}

/// What it answers.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Response {
    /// Where codes went.
    pub code_delivery_details_list: Vec<CodeDeliveryDetailsType>,
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Response, CognitoError> {
    let Request { access_token, user_attributes } = request;
    let attributes = members::attributes(Some(user_attributes))?;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let outcome = account::update_attributes(deps, caller, attributes).await?;
    Ok(Response { code_delivery_details_list: refusals::account::attributes_changed(outcome)? })
}
