//! A user looks at one of their devices.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::{DEVICE_KEY, DeviceResponse};
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;
use crate::web::aws::views;

structure! {
    /// What [`GetDevice`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "GetDeviceRequest" {
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
        /// Who asks.
        access_token: Option<Secret> = optional("AccessToken", text::TOKEN),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<DeviceResponse, CognitoError> {
    let token = request.access_token.ok_or_else(|| CognitoError::member_is_null("accessToken"))?;
    let caller = account::authorize_self_service(deps, &token).await??;
    let found = device::find(deps, &caller.pool, &caller.user, &request.device_key).await?;
    found.as_ref().map(views::device::one).ok_or_else(CognitoError::device_does_not_exist)
}
