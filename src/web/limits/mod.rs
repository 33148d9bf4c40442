//! Bounds on what a request may bring, checked before anything reads it. How *often* someone may ask is the business of
//! [`crate::limits`].

mod form;
mod json;
mod patience;
#[cfg(test)]
mod tests;

use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header::CONTENT_LENGTH},
    middleware::Next,
    web::{FormConfig, JsonConfig, PayloadConfig, ServiceConfig},
};

pub use self::{form::check_form, json::check_json, patience::Patience};
use patience::Timed;

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
/// Nesting of a JSON body.
pub const MAX_JSON_DEPTH: usize = 64;
/// Members and elements of a JSON body, at all depths together.
pub const MAX_JSON_ITEMS: usize = 10_000;
/// Connections that one thread of the server holds at a time; more wait to be accepted.
pub const MAX_CONNECTIONS_PER_THREAD: usize = 10_000;

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

/// Middleware: refuses what is too large before it reaches a handler: 414 for the target, 400 for the number of
/// parameters, 431 for headers, 413 for a body that announces its size. The answers have no body. What passes must send
/// its body within the application's [`Patience`].
///
/// # Errors
/// Passes on what the inner service answers.
pub async fn check<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let patience = request.app_data::<Patience>().copied().unwrap_or_default();
    let body = Timed::bound(request.take_payload(), patience);
    request.set_payload(body);
    match verdict(&request) {
        Ok(()) => next.call(request).await.map(ServiceResponse::map_into_left_body),
        Err(status) => Ok(request.into_response(HttpResponse::new(status)).map_into_right_body()),
    }
}

fn verdict(request: &ServiceRequest) -> Result<(), StatusCode> {
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
