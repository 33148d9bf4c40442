//! Devices.

use crate::domain::device::Device;
use crate::flows::manage::Page;
use crate::protocol::aws::shapes::device::{DeviceResponse, DeviceType, DevicesResponse};
use crate::protocol::aws::shapes::user::AttributeType;

/// The answer that shows one device.
pub(in crate::web::aws) fn one(device: &Device) -> DeviceResponse {
    DeviceResponse { device: view(device) }
}

/// The answer that shows a page of devices.
pub(in crate::web::aws) fn page(page: &Page<Device>) -> DevicesResponse {
    DevicesResponse { devices: page.items.iter().map(view).collect(), pagination_token: page.next.clone() }
}

fn view(device: &Device) -> DeviceType {
    let attribute = |name: &str, value: &str| AttributeType { name: name.to_owned(), value: Some(value.to_owned()) };
    let status = if device.is_remembered { "remembered" } else { "not_remembered" };
    let mut attributes = vec![attribute("device_status", "valid"), attribute("dev:device_remembered_status", status)];
    for (name, value) in [("device_name", &device.name), ("last_ip_used", &device.last_address)] {
        if !value.is_empty() {
            attributes.push(attribute(name, value));
        }
    }
    DeviceType {
        device_key: device.id.key(&device.pool),
        device_attributes: attributes,
        device_create_date: device.created_at.into(),
        device_last_modified_date: device.updated_at.into(),
        device_last_authenticated_date: device.used_at.into(),
    }
}
