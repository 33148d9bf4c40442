//! An admin removes what is known of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteUserAttributes.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::users;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::{text, user};
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`AdminDeleteUserAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminDeleteUserAttributesRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whom; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Which.
        user_attribute_names: Vec<String> = required("UserAttributeNames", user::ATTRIBUTE_NAMES),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, username, user_attribute_names } = request;
    let pool = target::pool(deps, &user_pool_id).await?;
    let removed = members::removed(user_attribute_names);
    refusals::users::attributes_set(users::update_attributes(deps, &pool, &username, removed).await?)?;
    Ok(Empty {})
}
