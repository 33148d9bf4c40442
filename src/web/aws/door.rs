//! `POST /` and `OPTIONS /`: bytes in, bytes out.

use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse};

use super::caller::Gate;
use super::dispatch::dispatch;
use super::operation::Operation;
use super::respond::{preflight, refuse, respond};
use crate::protocol::aws::error::CognitoError;
use crate::protocol::aws::json::MAXIMUM_SIZE;
use crate::protocol::aws::sigv4::RequestParts;

/// Answers a call of an operation of this table.
pub async fn post<D: Gate>(
    deps: &D,
    table: &'static [Operation<D>],
    request: &HttpRequest,
    payload: Payload,
) -> HttpResponse {
    match read(payload).await {
        Ok(body) => respond(call(deps, table, request, &body).await),
        Err(error) => refuse(&error),
    }
}

/// Answers a browser that asks whether it may call.
pub async fn options() -> HttpResponse {
    preflight()
}

async fn call<D: Gate>(
    deps: &D,
    table: &'static [Operation<D>],
    request: &HttpRequest,
    body: &[u8],
) -> Result<serde_json::Value, CognitoError> {
    let mut headers: Vec<(&str, &[u8])> =
        request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    // HTTP/2 has the host in its `:authority`; clients sign it as the header that it would be.
    let authority = request.uri().authority().map(|authority| authority.as_str().as_bytes());
    if let Some(authority) = authority.filter(|_| !request.headers().contains_key("host")) {
        headers.push(("host", authority));
    }
    let method = request.method().as_str();
    dispatch(deps, table, &RequestParts { method, query: request.query_string(), headers: &headers, body }).await
}

/// The whole body. What is too long is refused as soon as that shows, without reading on (case 238).
async fn read(payload: Payload) -> Result<Bytes, CognitoError> {
    match payload.to_bytes_limited(MAXIMUM_SIZE).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(CognitoError::serialization("The request ended before its body did.")),
        Err(_) => Err(CognitoError::serialization(format!("The request is longer than {MAXIMUM_SIZE} bytes."))),
    }
}
