//! A user removes what is known of them.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteUserAttributes.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{text, user};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals};

structure! {
    /// What [`DeleteUserAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "DeleteUserAttributesRequest" {
        /// Which.
        user_attribute_names: Vec<String> = required("UserAttributeNames", user::ATTRIBUTE_NAMES),
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_attribute_names, access_token } = request;
    let caller = account::authorize_self_service(deps, &access_token).await??;
    let outcome = account::update_attributes(deps, caller, members::removed(user_attribute_names)).await?;
    refusals::account::attributes_changed(outcome)?;
    Ok(Empty {})
}
