//! An admin looks at the signing keys of a pool and where each is in its life.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::signing_keys;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;
use crate::web::aws::views::signing_key::{self, SigningKeysView};

structure! {
    /// What [`ListSigningKeys`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ListSigningKeysRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<SigningKeysView, CognitoError> {
    let Request { user_pool_id } = request;
    let keys = signing_keys::list(deps, &target::pool_id(&user_pool_id)?).await?;
    let keys = keys.ok_or_else(|| CognitoError::pool_does_not_exist(&user_pool_id))?;
    Ok(signing_key::keys(user_pool_id, keys))
}
