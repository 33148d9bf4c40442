//! `/oauth2/userInfo` (OpenID Connect Core §5.3), with Cognito's answers (`cognito.md` §1.7).

use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use serde_json::json;

use super::error::{allow_any_origin, fail};
use crate::flows::Deps;
use crate::flows::account::{BearerRefused, authorize_bearer, user_info};
use crate::protocol::oauth::Params;
use crate::web::extract::{Body, ExpectedPool};

const INVALID_REQUEST: &str =
    "error=\"invalid_request\", error_description=\"Bad OAuth2 request at UserInfo Endpoint\"";
const INVALID_TOKEN: &str = "error=\"invalid_token\", error_description=\"Access token is expired, disabled, or deleted, or the user has globally signed out.\"";
const INSUFFICIENT_SCOPE: &str = "error=\"insufficient_scope\", scope=\"openid\"";

/// Answers with the claims that the token's scopes release.
pub(super) async fn get(deps: web::Data<Deps>, request: HttpRequest, pool: ExpectedPool) -> HttpResponse {
    answer(&deps, &request, &pool).await
}

/// The same by POST, the token in the header (RFC 6750 §2.1). A token in the body beside it is refused (case 81).
pub(super) async fn post(deps: web::Data<Deps>, request: HttpRequest, pool: ExpectedPool, body: Body) -> HttpResponse {
    if body.0.is_ok_and(|params| params.has("access_token")) {
        return refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST);
    }
    answer(&deps, &request, &pool).await
}

async fn answer(deps: &Deps, request: &HttpRequest, pool: &ExpectedPool) -> HttpResponse {
    // A token in a URL ends up in logs; escaped or not, it is not read from there (RFC 9700 §4.3.2, case 81).
    if !Params::parse(request.query_string()).is_ok_and(|params| !params.has("access_token")) {
        return refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST);
    }
    let Some(token) = bearer(request) else { return refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST) };
    let caller = match authorize_bearer(deps, token, pool.0.as_ref()).await {
        Ok(Ok(caller)) => caller,
        Ok(Err(BearerRefused::Invalid | BearerRefused::Expired | BearerRefused::Revoked)) => {
            return refuse(StatusCode::UNAUTHORIZED, INVALID_TOKEN);
        }
        Err(error) => return fail(&error),
    };
    match user_info(&caller) {
        Some(claims) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, "no-store"));
            allow_any_origin(&mut response).json(claims)
        }
        None => refuse(StatusCode::FORBIDDEN, INSUFFICIENT_SCOPE),
    }
}

/// The one bearer token of the header (RFC 6750 §2.1).
fn bearer(request: &HttpRequest) -> Option<&str> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    let (value, None) = (values.next()?, values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty()).then(|| token.trim())
}

fn refuse(status: StatusCode, challenge: &str) -> HttpResponse {
    let code = challenge.split('"').nth(1).unwrap_or("invalid_request");
    let mut response = HttpResponseBuilder::new(status);
    response
        .insert_header((WWW_AUTHENTICATE, format!("Bearer {challenge}")))
        .insert_header((CACHE_CONTROL, "no-store"));
    allow_any_origin(&mut response).json(json!({ "error": code }))
}
