//! Devices.

use serde::{Deserialize, Serialize};

use super::user::AttributeType;
use crate::protocol::aws::json::{EpochSeconds, Pattern, Shape, Text, structure};

/// `DeviceKeyType`.
pub const DEVICE_KEY: Shape = Shape::Text(&Text::up_to(55).at_least(1).of(Pattern::DEVICE_KEY));

/// `DeviceRememberedStatusType`.
pub const REMEMBERED_STATUS: Shape = Shape::Text(&Text::one_of(&["remembered", "not_remembered"]));

structure! {
    /// What a pool does with devices. Without a member it does nothing with them.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct DeviceConfigurationType = "DeviceConfigurationType" {
        /// A remembered device stands in for the second factor.
        #[serde(skip_serializing_if = "Option::is_none")]
        challenge_required_on_new_device: Option<bool> = optional("ChallengeRequiredOnNewDevice", Shape::Boolean),
        /// A device is remembered only where its user asks for it.
        #[serde(skip_serializing_if = "Option::is_none")]
        device_only_remembered_on_user_prompt: Option<bool> =
            optional("DeviceOnlyRememberedOnUserPrompt", Shape::Boolean),
    }
}

/// A device of a user.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceType {
    /// Its key.
    pub device_key: String,
    /// What is known of it: its name, its status, the address of its last use.
    pub device_attributes: Vec<AttributeType>,
    /// When its user first signed in with it.
    pub device_create_date: EpochSeconds,
    /// When its name or its status last changed.
    pub device_last_modified_date: EpochSeconds,
    /// When its user last signed in with it, to the day.
    pub device_last_authenticated_date: EpochSeconds,
}

/// The answer of operations that show one device.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DeviceResponse {
    /// The device.
    pub device: DeviceType,
}

/// The answer of operations that list devices.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct DevicesResponse {
    /// A page of devices.
    pub devices: Vec<DeviceType>,
    /// Where the next page begins; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination_token: Option<String>,
}
