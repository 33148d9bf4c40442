//! What is said of the person who signs in.

use crate::flows::risk::Told;
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::shapes::context::{ContextDataType, HttpHeader, UserContextDataType};

/// What an app says. What is no address is none: apps are not believed anyway unless they may be.
pub(in crate::web::aws) fn told_by_app(given: Option<UserContextDataType>) -> Option<Told> {
    let address = given?.ip_address?.trim().parse().ok()?;
    Some(Told { address: Some(address), device: String::new() })
}

/// What an app's server says.
pub(in crate::web::aws) fn told_by_server(given: Option<ContextDataType>) -> Result<Option<Told>, CognitoError> {
    let Some(ContextDataType { ip_address, http_headers }) = given else { return Ok(None) };
    let address = match ip_address.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| CognitoError::invalid_parameter("'IpAddress' is not an address."))?),
    };
    let is_agent =
        |header: &HttpHeader| header.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("user-agent"));
    let device = http_headers.into_iter().find(is_agent).and_then(|header| header.value).unwrap_or_default();
    Ok(Some(Told { address, device }))
}
