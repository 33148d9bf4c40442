//! A user says whether a device of theirs is remembered.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::{DEVICE_KEY, REMEMBERED_STATUS};
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`UpdateDeviceStatus`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "UpdateDeviceStatusRequest" {
        /// Who asks.
        access_token: Secret = required("AccessToken", text::TOKEN),
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
        /// `remembered` or `not_remembered`; unset: the latter.
        device_remembered_status: Option<String> = optional("DeviceRememberedStatus", REMEMBERED_STATUS),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let caller = account::authorize_self_service(deps, &request.access_token).await??;
    let is_remembered = request.device_remembered_status.is_some_and(|status| status == "remembered");
    let (pool, user, by) = (&caller.pool, &caller.user, Some(&caller.client.id));
    device::set_remembered(deps, pool, user, &request.device_key, (is_remembered, by)).await?.try_into()
}
