//! The client's credentials in a request to an endpoint that asks for them (RFC 6749 §2.3.1).

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;

use crate::domain::secret::Secret;
use crate::flows::token::{ClientAuthentication, TokenError, TokenErrorCode};
use crate::protocol::oauth::{Params, parse_basic};
use crate::web::extract::Body;

/// Whether the request tries the header: then `invalid_client` is a challenge (RFC 6749 §5.2).
pub(super) fn tries_basic(request: &HttpRequest) -> bool {
    request.headers().contains_key(AUTHORIZATION)
}

/// The form and who sends it; each of the parameters `once` may occur once (RFC 6749 §3.2).
pub(super) fn read(
    request: &HttpRequest,
    body: Body,
    once: &[&'static str],
) -> Result<(Params, ClientAuthentication), TokenError> {
    let refused = |code, description| Err(TokenError { code, description });
    let params = match body.0 {
        Ok(params) => params,
        Err(description) => return refused(TokenErrorCode::InvalidRequest, description),
    };
    if !request.query_string().is_empty() {
        // Secrets in URLs end up in logs (RFC 6749 §2.3.1, case 51).
        return refused(TokenErrorCode::InvalidRequest, "Parameters belong in the body.");
    }
    if params.repeated(once).is_some() {
        return refused(TokenErrorCode::InvalidRequest, "A parameter occurs more than once.");
    }
    let basic = match basic(request) {
        Ok(basic) => basic,
        Err(description) => return refused(TokenErrorCode::InvalidClient, description),
    };
    let client = ClientAuthentication {
        basic,
        client_id: params.get("client_id").map(str::to_owned),
        client_secret: params.get("client_secret").map(Secret::from),
    };
    Ok((params, client))
}

/// The client's credentials in the header, of which there may be one.
fn basic(request: &HttpRequest) -> Result<Option<(String, Secret)>, &'static str> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => {
            let text = value.to_str().map_err(|_| "The Authorization header cannot be read.")?;
            parse_basic(text).map(Some).map_err(|_| "The Authorization header cannot be read.")
        }
        (Some(_), Some(_)) => Err("There is more than one Authorization header."),
    }
}
