//! Which second factors a pool has, and of whom one is asked.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolMfaConfig.html>

use serde::Deserialize;

use crate::flows::Deps;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::mfa::MfaConfigResponse;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`GetUserPoolMfaConfig`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetUserPoolMfaConfigRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<MfaConfigResponse, CognitoError> {
    Ok(views::pool::mfa(&*target::pool(deps, &request.user_pool_id).await?))
}
