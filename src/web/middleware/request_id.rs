//! One id per request, made here and taken from no one, so that a user's report finds its log lines and no stranger can
//! choose what the log says.

use std::future::{Ready, ready};

use actix_web::{
    Error, FromRequest, HttpMessage as _, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{
        Method,
        header::{HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use tracing::{Instrument as _, Span, field::Empty};
use uuid::{Uuid, fmt::Hyphenated};

use super::{Edge, client_address, measure};
use crate::domain::random;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const X_AMZN_REQUESTID: HeaderName = HeaderName::from_static("x-amzn-requestid");

/// The id of the running request, for error pages and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId([u8; Hyphenated::LENGTH]);

impl RequestId {
    fn of(uuid: Uuid) -> Self {
        let mut text = [0; Hyphenated::LENGTH];
        uuid.hyphenated().encode_lower(&mut text);
        Self(text)
    }

    /// The id as it stands in the log and in the response's headers.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromRequest for RequestId {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        // the middleware is outermost; without it there is still a request to answer
        ready(Ok(request.extensions().get::<Self>().copied().unwrap_or_else(|| Self::of(Uuid::nil()))))
    }
}

/// Middleware: assigns the id, opens the span that all records of the request lie in, and at its end counts it and
/// writes one record with method, route, status and duration. The path is recorded as its route pattern, the query never.
///
/// # Errors
/// Passes on what the inner service answers, with the same headers.
pub async fn assign<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let edge = Edge::of(&request);
    let id = RequestId::of(random::uuid_v4(edge.random.as_ref()));
    let method = method(request.method());
    let span = tracing::info_span!(
        "request",
        id = id.as_str(),
        method,
        client = %client_address::of(request.request()),
        route = Empty,
        status = Empty,
        duration_us = Empty,
        otel.name = Empty,
        otel.kind = Empty,
    );
    request.extensions_mut().insert(id);
    let begin = edge.clock.now();
    let mut result = next.call(request).instrument(span.clone()).await;
    let (route, status) = match &mut result {
        Ok(response) => {
            set(response.headers_mut(), id);
            (response.request().match_pattern(), response.status())
        }
        Err(_) => (None, actix_web::http::StatusCode::INTERNAL_SERVER_ERROR),
    };
    let result = result.map_err(|error| {
        let mut response = error.error_response();
        set(response.headers_mut(), id);
        InternalError::from_response(error, response).into()
    });
    let duration_us = edge.clock.now().since(begin);
    if cfg!(feature = "otel") {
        name_trace(&span, route.as_deref(), method);
    }
    measure::answered(route.as_deref(), method, status.as_u16(), duration_us);
    record(&span, route.as_deref(), status.as_u16(), duration_us);
    result
}

fn set(headers: &mut HeaderMap, id: RequestId) {
    let value = HeaderValue::from_str(id.as_str()).expect("a UUID is ASCII");
    headers.insert(X_REQUEST_ID, value.clone());
    headers.insert(X_AMZN_REQUESTID, value);
}

/// What a trace is called: not the same for every request, and nothing that a stranger chose.
fn name_trace(span: &Span, route: Option<&str>, method: &str) {
    span.record("otel.name", format!("{method} {}", route.unwrap_or("none")));
    span.record("otel.kind", "server");
}

fn record(span: &Span, route: Option<&str>, status: u16, duration_us: i64) {
    span.record("route", route.unwrap_or("none"));
    span.record("status", status);
    span.record("duration_us", duration_us);
    span.in_scope(|| tracing::info!("answered"));
}

/// Any token is a method on the wire; the log knows a closed set.
fn method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
