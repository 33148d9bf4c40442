//! An admin says whether a device of a user is remembered.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html>

use serde::Deserialize;

use crate::flows::manage::users;
use crate::flows::{Deps, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::{DEVICE_KEY, REMEMBERED_STATUS};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::target;

structure! {
    /// What [`AdminUpdateDeviceStatus`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "AdminUpdateDeviceStatusRequest" {
        /// The pool.
        user_pool_id: String = required("UserPoolId", text::POOL_ID),
        /// Whose; any of their identifiers.
        username: String = required("Username", text::USERNAME),
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
        /// `remembered` or `not_remembered`; unset: the latter.
        device_remembered_status: Option<String> = optional("DeviceRememberedStatus", REMEMBERED_STATUS),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let pool = target::pool(deps, &request.user_pool_id).await?;
    let user = users::find(deps, &pool, &request.username).await?.ok_or_else(CognitoError::user_does_not_exist)?;
    let is_remembered = request.device_remembered_status.is_some_and(|status| status == "remembered");
    device::set_remembered(deps, &pool, &user, &request.device_key, (is_remembered, None)).await?.try_into()
}
