//! Bounds on what a request may bring, checked before anything reads it. How *often* someone may ask is the business of
//! [`crate::limits`].

mod form;
mod patience;
#[cfg(test)]
mod tests;

use actix_web::{
    dev::ServiceRequest,
    http::{StatusCode, header::CONTENT_LENGTH},
    web::{FormConfig, JsonConfig, PayloadConfig, ServiceConfig},
};

pub use self::{
    form::check_form,
    patience::{Patience, hurry},
};

/// Bytes of a request's body.
pub const MAX_BODY: usize = 1_048_576;
/// Bytes of a request's target (path and query).
pub const MAX_TARGET: usize = 12 * 1024;
/// Parameters of a query.
pub const MAX_QUERY_PARAMETERS: usize = 100;
/// Fields of a form.
pub const MAX_FORM_FIELDS: usize = 200;
/// Header lines. The HTTP parser itself stops at 96; this one also holds for HTTP/2.
pub const MAX_HEADERS: usize = 96;
/// Bytes of one header line's value.
pub const MAX_HEADER_VALUE: usize = 16 * 1024;
/// Bytes of all header names and values.
pub const MAX_HEADER_BYTES: usize = 48 * 1024;
/// Connections that one thread of the server holds at a time; more wait to be accepted.
pub const MAX_CONNECTIONS_PER_THREAD: usize = 10_000;
/// TLS handshakes under way on one thread at a time; more wait to be accepted. Those who stall in theirs must not keep others
/// out until they are cut off.
pub const MAX_HANDSHAKES_PER_THREAD: usize = 4_096;

/// The input is larger or deeper than anything honest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the input has too many parts")]
pub struct TooManyParts;

/// Gives actix's own extractors the body bound. They read no more than it, whatever `Content-Length` says.
pub fn configure(config: &mut ServiceConfig) {
    config
        .app_data(PayloadConfig::new(MAX_BODY))
        .app_data(FormConfig::default().limit(MAX_BODY))
        .app_data(JsonConfig::default().limit(MAX_BODY));
}

/// What is too large is to be refused before it reaches a handler.
///
/// # Errors
/// The status to answer: 414 for the target, 400 for the number of parameters, 431 for headers, 413 for a body that
/// announces its size.
pub fn check(request: &ServiceRequest) -> Result<(), StatusCode> {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    if target > MAX_TARGET {
        return Err(StatusCode::URI_TOO_LONG);
    }
    if request.query_string().split('&').count() > MAX_QUERY_PARAMETERS {
        return Err(StatusCode::BAD_REQUEST);
    }
    let headers = request.headers();
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    let is_long = headers.iter().any(|(_, value)| value.len() > MAX_HEADER_VALUE);
    if headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES || is_long {
        return Err(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > MAX_BODY as u64) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(())
}
