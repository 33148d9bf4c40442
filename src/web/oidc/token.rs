//! `/oauth2/token` (RFC 6749 §3.2).

use actix_web::http::header::{ALLOW, AUTHORIZATION, CACHE_CONTROL};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value, json};

use super::error::{allow_any_origin, fail, refuse};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::Deps;
use crate::flows::token::{ClientAuthentication, TokenError, TokenErrorCode, TokenRequest, Tokens, exchange};
use crate::protocol::oauth::{Params, parse_basic};
use crate::web::extract::{Body, ExpectedPool};

/// Parameters that must not occur twice (RFC 6749 §3.2).
const ONCE: [&str; 8] =
    ["grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "refresh_token", "scope"];

/// Exchanges a grant for tokens.
pub(super) async fn post(deps: web::Data<Deps>, request: HttpRequest, pool: ExpectedPool, body: Body) -> HttpResponse {
    let tried_basic = request.headers().contains_key(AUTHORIZATION);
    let invalid = |code, description| refuse(TokenError { code, description }, tried_basic);
    let params = match body.0 {
        Ok(params) => params,
        Err(description) => return invalid(TokenErrorCode::InvalidRequest, description),
    };
    if !request.query_string().is_empty() {
        // Secrets in URLs end up in logs (RFC 6749 §2.3.1, case 51).
        return invalid(TokenErrorCode::InvalidRequest, "Parameters belong in the body.");
    }
    if params.repeated(&ONCE).is_some() {
        return invalid(TokenErrorCode::InvalidRequest, "A parameter occurs more than once.");
    }
    let basic = match basic(&request) {
        Ok(basic) => basic,
        Err(description) => return invalid(TokenErrorCode::InvalidClient, description),
    };
    match exchange(&deps, read(&params, basic), pool.0.as_ref()).await {
        Ok(Ok(tokens)) => answer(&tokens),
        Ok(Err(error)) => refuse(error, tried_basic),
        Err(error) => fail(&error),
    }
}

/// Every other method (case 51).
pub(super) async fn other_method() -> HttpResponse {
    HttpResponse::MethodNotAllowed()
        .insert_header((ALLOW, "POST, OPTIONS"))
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(json!({ "error": "invalid_request", "error_description": "Only POST is answered here." }))
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

fn read(params: &Params, basic: Option<(String, Secret)>) -> TokenRequest {
    let text = |name: &str| params.get(name).map(str::to_owned);
    TokenRequest {
        grant_type: text("grant_type"),
        client: ClientAuthentication {
            basic,
            client_id: text("client_id"),
            client_secret: params.get("client_secret").map(Secret::from),
        },
        code: text("code"),
        redirect_uri: text("redirect_uri"),
        code_verifier: text("code_verifier"),
        refresh_token: params.get("refresh_token").map(Secret::from),
        scope: text("scope"),
    }
}

fn answer(tokens: &Tokens) -> HttpResponse {
    let mut body = Map::new();
    let mut put = |name: &str, token: &Secret| body.insert(name.to_owned(), json!(token.expose_secret()));
    put("access_token", &tokens.access_token);
    if let Some(token) = &tokens.id_token {
        put("id_token", token);
    }
    if let Some(token) = &tokens.refresh_token {
        put("refresh_token", token);
    }
    body.insert("token_type".to_owned(), json!("Bearer"));
    body.insert("expires_in".to_owned(), json!(tokens.expires_in));
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header(("Pragma", "no-cache"));
    allow_any_origin(&mut response).json(Value::Object(body))
}
