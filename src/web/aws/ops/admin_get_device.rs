//! An admin looks at a device of a user.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html>

use serde::Deserialize;

use crate::flows::manage::users;
use crate::flows::{Deps, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::{DEVICE_KEY, DeviceResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::{target, views};

structure! {
    /// What [`AdminGetDevice`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminGetDeviceRequest" {
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<DeviceResponse, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let user = users::find(deps, &pool, &request.username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let found = device::find(deps, &pool, &user, &request.device_key).await?;
    found.as_ref().map(views::device::one).ok_or_else(CognitoError::device_does_not_exist)
}
