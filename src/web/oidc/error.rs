//! The wire format of OAuth errors (RFC 6749 §5.2) and what all JSON answers of this door share.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, HttpResponseBuilder};
use serde_json::json;

use crate::flows;
use crate::flows::token::{TokenError, TokenErrorCode};
use crate::web::error::{retry_after, status};

/// Lets scripts of every origin read the answer. No cookie is read at these endpoints and credentials are never allowed,
/// so there is nothing that an origin could abuse (case 58).
pub(super) fn allow_any_origin(response: &mut HttpResponseBuilder) -> &mut HttpResponseBuilder {
    response.insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")))
}

/// A refused token request. `invalid_client` is 400, as on Cognito, unless the client tried Basic (RFC 6749 §5.2).
pub(super) fn refuse(error: TokenError, tried_basic: bool) -> HttpResponse {
    let is_challenge = tried_basic && error.code == TokenErrorCode::InvalidClient;
    let mut response =
        HttpResponseBuilder::new(if is_challenge { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST });
    if is_challenge {
        response.insert_header((WWW_AUTHENTICATE, "Basic realm=\"token\""));
    }
    response.insert_header((CACHE_CONTROL, "no-store"));
    allow_any_origin(&mut response)
        .json(json!({ "error": error.code.as_str(), "error_description": error.description }))
}

/// A flow that failed.
pub(super) fn fail(error: &flows::Error) -> HttpResponse {
    let status = status(error);
    let mut response = HttpResponseBuilder::new(status);
    if retry_after(error) > 0 {
        response.insert_header((RETRY_AFTER, retry_after(error).to_string()));
    }
    // Also where the server itself is well: RFC 6749 has no word for a client that comes too often.
    let code = if retry_after(error) > 0 { "temporarily_unavailable" } else { "server_error" };
    response.insert_header((CACHE_CONTROL, "no-store"));
    allow_any_origin(&mut response).json(json!({ "error": code }))
}
