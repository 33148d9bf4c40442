//! An admin exchanges the signing keys of a pool: announced first, or at once where they were stolen.

use serde::Deserialize;

use crate::flows::Deps;
use crate::flows::manage::signing_keys::{self, Rotation, RotationOutcome};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::{Shape, structure};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;
use crate::web::aws::views::signing_key::{self, SigningKeysView};

structure! {
    /// What [`RotateSigningKeys`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "RotateSigningKeysRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Makes all present keys worth nothing at once, tokens under them included.
        immediately: Option<bool> = optional("Immediately", Shape::Boolean),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<SigningKeysView, CognitoError> {
    let Request { user_pool_id, immediately } = request;
    let rotation = if immediately.unwrap_or_default() { Rotation::Now } else { Rotation::Announced };
    match signing_keys::rotate(deps, &target::pool_id(&user_pool_id)?, rotation).await? {
        RotationOutcome::Done(keys) => Ok(signing_key::keys(user_pool_id, keys)),
        RotationOutcome::NotFound => Err(CognitoError::pool_does_not_exist(&user_pool_id)),
        RotationOutcome::UnderWay(at) => Err(CognitoError::invalid_parameter(format!(
            "A rotation is under way: its keys begin to sign at {}.",
            at.secs()
        ))),
        RotationOutcome::Concurrent => Err(CognitoError::concurrent_modification()),
    }
}
