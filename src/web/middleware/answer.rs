//! What every answer has, whichever door gives it: an id, the headers that hold for all, a measurement and a record in the
//! log. One layer for them, since every layer costs each request two allocations.

use actix_web::{
    Error, HttpMessage as _, HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    error::InternalError,
    http::{Method, StatusCode},
    middleware::Next,
};
use tracing::{Instrument as _, Span, field::Empty};

use super::{Edge, client_address, measure, request_id::RequestId, security_headers};
use crate::domain::random;

/// Middleware: assigns the request's id, opens the span that all records of the request lie in, and at its end sets the
/// headers, counts it and writes one record with method, route, status and duration. The path is recorded as its route
/// pattern, the query never.
///
/// # Errors
/// Passes on what the inner service answers, with the same headers.
pub async fn answer<B: MessageBody + 'static>(
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
            complete(response.response_mut(), &edge, id);
            (response.request().match_pattern(), response.status())
        }
        Err(_) => (None, StatusCode::INTERNAL_SERVER_ERROR),
    };
    let result = result.map_err(|error| {
        let mut response = error.error_response();
        complete(&mut response, &edge, id);
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

/// Gives the answer what all have.
fn complete<B>(response: &mut HttpResponse<B>, edge: &Edge, id: RequestId) {
    let headers = response.headers_mut();
    headers.reserve(MOST_HEADERS);
    security_headers::set(headers, edge.is_https);
    id.set(headers);
    edge.draining.close_connection(response);
}

/// Room for what is set here, so that it is made once.
const MOST_HEADERS: usize = 12;

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
