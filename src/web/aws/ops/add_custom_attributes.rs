//! An admin gives the users of a pool more attributes. None is ever taken away or altered.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::pool_settings::{self, SchemaAttributeType};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`AddCustomAttributes`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AddCustomAttributesRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The attributes, named without `custom:`.
        custom_attributes: Vec<SchemaAttributeType> = required("CustomAttributes", pool_settings::CUSTOM_ATTRIBUTES),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, custom_attributes } = request;
    let (id, more) = (target::pool_id(&user_pool_id)?, members::custom_attributes(custom_attributes)?);
    let change = pools::update(deps, &id, |pool| {
        pool.settings.schema.custom.extend(more);
        Ok::<(), CognitoError>(())
    });
    refusals::pools::changed(&user_pool_id, change.await??)?;
    Ok(Empty {})
}
