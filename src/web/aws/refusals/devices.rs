//! Devices.

use crate::flows::device::DeviceChange;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::pool::Empty;

/// The answer of operations that change a device.
impl TryFrom<DeviceChange> for Empty {
    type Error = CognitoError;

    fn try_from(change: DeviceChange) -> Result<Self, CognitoError> {
        match change {
            DeviceChange::Done => Ok(Self {}),
            DeviceChange::NotFound => Err(CognitoError::device_does_not_exist()),
            DeviceChange::NameInvalid => Err(CognitoError::device_name_invalid()),
        }
    }
}
