//! An admin forgets a device of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html>

use serde::Deserialize;

use crate::flows::manage::users;
use crate::flows::{Deps, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::DEVICE_KEY;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`AdminForgetDevice`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminForgetDeviceRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let user = users::find(deps, &pool, &request.username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    device::forget(deps, &pool, &user, &request.device_key, None).await?.try_into()
}
