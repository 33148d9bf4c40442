//! An admin changes what is known of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::user::{self, AttributeType};
use crate::protocol::aws::shapes::{inert, text};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`AdminUpdateUserAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminUpdateUserAttributesRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// What is to change; an empty value removes.
        user_attributes: Vec<AttributeType> = required("UserAttributes", user::ATTRIBUTES),
    }
    also [inert::CLIENT_METADATA]
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username, user_attributes } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let attributes = members::attributes(Some(user_attributes))?;
    refusals::users::attributes_set(users::update_attributes(deps, &pool, &username, attributes).await?)?;
    Ok(Empty {})
}
