//! A user forgets one of their devices.
//!
//! <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html>

use serde::Deserialize;

use crate::domain::secret::Secret;
use crate::flows::{Deps, account, device};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::structure;
use crate::protocol::aws::shapes::device::DEVICE_KEY;
use crate::protocol::aws::shapes::pool::Empty;
use crate::protocol::aws::shapes::text;
use crate::web::aws::caller::Caller;

structure! {
    /// What [`ForgetDevice`](self) takes.
    #[derive(Clone, Debug, Deserialize)]
    pub struct Request = "ForgetDeviceRequest" {
        /// Which device.
        device_key: String = required("DeviceKey", DEVICE_KEY),
        /// Who asks.
        access_token: Option<Secret> = optional("AccessToken", text::TOKEN),
    }
}

/// Runs it.
pub(super) async fn run(deps: &Deps, _: Caller, request: Request) -> Result<Empty, CognitoError> {
    let token = request.access_token.ok_or_else(|| CognitoError::member_is_null("accessToken"))?;
    let caller = account::authorize_self_service(deps, &token).await??;
    let (pool, user, by) = (&caller.pool, &caller.user, Some(&caller.client.id));
    device::forget(deps, pool, user, &request.device_key, by).await?.try_into()
}
