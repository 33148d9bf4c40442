//! An admin changes a pool.
//!
//! What the request does not say stays as it is, at every depth: `{"Policies": {"PasswordPolicy": {"RequireNumbers":
//! true}}}` changes that one rule. Cognito documents that members left out go back to their defaults, which is how
//! settings get lost there (`cognito.md` §12, 9); tools that send everything, as Terraform does, see no difference.
//! A list is one member: an empty one empties it.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserPool.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::pools;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::pool_settings::PoolSettingsMembers;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{members, refusals, target};

structure! {
    /// What [`UpdateUserPool`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateUserPoolRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// The new name.
        pool_name: Option<String> = optional("PoolName", text::TITLE),
    }
    with
        /// What is to change.
        settings: PoolSettingsMembers
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let Request { user_pool_id, pool_name, settings: given } = request;
    let id = target::pool_id(&user_pool_id)?;
    let change = pools::update(deps, &id, |pool| {
        pool.name = pool_name.unwrap_or_else(|| std::mem::take(&mut pool.name));
        members::apply_pool(given, &mut pool.settings)
    });
    refusals::pools::changed(&user_pool_id, change.await??)?;
    Ok(Empty {})
}
