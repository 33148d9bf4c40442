//! Answers in Cognito's form, and what browsers need to read them.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CACHE_CONTROL, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use serde_json::{Value, json};

use crate::protocol::aws::error::CognitoError;

/// The content type of this API, in and out.
pub const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// Headers that a page's script may send: what Amplify and the SDKs send from browsers.
const REQUEST_HEADERS: &str = "content-type, x-amz-target, x-amz-user-agent, cache-control, authorization, x-amz-date, \
                               x-amz-security-token, x-amz-content-sha256, amz-sdk-invocation-id, amz-sdk-request";

/// Headers that a page's script may read: clients find the error's name in the first.
const RESPONSE_HEADERS: &str = "x-amzn-errortype, x-amzn-errormessage, x-amzn-requestid, date, retry-after";

/// Longest error message in a header, in bytes; the body always has all of it.
const LONGEST_HEADER: usize = 1024;

/// The answer to a call. Its request id is the middleware's to add.
pub fn respond(outcome: Result<Value, CognitoError>) -> HttpResponse {
    match outcome {
        Ok(members) => base(StatusCode::OK).body(members.to_string()),
        Err(error) => refuse(&error),
    }
}

/// The answer that an error is.
pub fn refuse(error: &CognitoError) -> HttpResponse {
    let name = error.exception().name();
    let mut response = base(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
    if let Some(secs) = error.retry_after_secs() {
        response.insert_header((RETRY_AFTER, secs));
    }
    response
        .insert_header(("x-amzn-ErrorType", name))
        .insert_header(("x-amzn-ErrorMessage", visible(error.message())))
        .body(json!({ "__type": name, "message": error.message() }).to_string())
}

/// The answer to a browser that asks whether it may call.
pub fn preflight() -> HttpResponse {
    base(StatusCode::OK)
        .insert_header((ACCESS_CONTROL_ALLOW_METHODS, "POST"))
        .insert_header((ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS))
        .insert_header((ACCESS_CONTROL_MAX_AGE, "600"))
        .finish()
}

/// Any origin may call, as on Cognito, and none with credentials: this door reads no cookie, so that a page can do
/// nothing here that its author could not do from a machine of their own. The origin is never echoed (case 58).
fn base(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .content_type(CONTENT_TYPE)
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"));
    response
}

/// A message fit for a header: visible ASCII and spaces, so that nothing a caller sent can end the line.
fn visible(message: &str) -> String {
    let keep = |c: char| if c == ' ' || c.is_ascii_graphic() { c } else { '?' };
    message.chars().take(LONGEST_HEADER).map(keep).collect()
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;

    use super::{CognitoError, Value, json, preflight, refuse, respond};

    #[actix_web::test]
    async fn an_error_has_its_name_where_clients_look_for_it() {
        let response = refuse(&CognitoError::user_does_not_exist());
        assert_eq!(response.status(), 400);
        assert_eq!(response.headers().get("x-amzn-errortype").unwrap(), "UserNotFoundException");
        assert_eq!(response.headers().get("x-amzn-errormessage").unwrap(), "User does not exist.");
        assert_eq!(response.headers().get("content-type").unwrap(), "application/x-amz-json-1.1");
        let body: Value = serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap()).unwrap();
        assert_eq!(body, json!({"__type": "UserNotFoundException", "message": "User does not exist."}));
        assert_eq!(refuse(&CognitoError::internal()).status(), 500);
    }

    #[actix_web::test]
    async fn waiting_is_advised_where_it_helps() {
        let busy = refuse(&CognitoError::rate_exceeded().after(3));
        assert_eq!(busy.status(), 400, "as on Cognito");
        assert_eq!(busy.headers().get("retry-after").unwrap(), "3");
        assert_eq!(refuse(&CognitoError::unavailable().after(1)).status(), 503);
        assert!(refuse(&CognitoError::user_does_not_exist()).headers().get("retry-after").is_none());
    }

    #[actix_web::test]
    async fn what_a_caller_sent_cannot_end_a_header() {
        let response = refuse(&CognitoError::pool_does_not_exist("a\r\nSet-Cookie: b=ü"));
        let header = response.headers().get("x-amzn-errormessage").unwrap().to_str().unwrap();
        assert_eq!(header, "User pool a??Set-Cookie: b=? does not exist.");
        assert!(response.headers().get("set-cookie").is_none());
    }

    #[actix_web::test]
    async fn any_origin_and_never_with_credentials() {
        for response in [respond(Ok(json!({}))), refuse(&CognitoError::internal()), preflight()] {
            assert_eq!(response.headers().get("access-control-allow-origin").unwrap(), "*");
            assert!(response.headers().get("access-control-allow-credentials").is_none());
            assert_eq!(response.headers().get("cache-control").unwrap(), "no-store");
            assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
        }
        let allowed = preflight();
        let allowed = allowed.headers().get("access-control-allow-headers").unwrap().to_str().unwrap();
        assert!(allowed.contains("x-amz-target") && allowed.contains("authorization"));
    }
}
