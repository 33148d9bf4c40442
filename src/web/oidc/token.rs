//! `/oauth2/token` (RFC 6749 §3.2).

use actix_web::http::header::{ALLOW, CACHE_CONTROL};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::json;

use super::client_credentials::{self, tries_basic};
use super::error::{allow_any_origin, fail, refuse};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::flows::Deps;
use crate::flows::token::{ClientAuthentication, TokenRequest, Tokens, exchange};
use crate::protocol::oauth::Params;
use crate::web::extract::{Body, ExpectedPool};

/// Parameters that must not occur twice (RFC 6749 §3.2).
const ONCE: [&str; 8] =
    ["grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "refresh_token", "scope"];

/// A successful answer: Cognito's, and the scope, which must be told where it is not the one that was asked for (RFC 6749
/// §3.3).
#[derive(Serialize)]
struct Answer<'a> {
    access_token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    token_type: &'static str,
    expires_in: i64,
    scope: &'a str,
}

/// Exchanges a grant for tokens.
pub(super) async fn post(deps: web::Data<Deps>, request: HttpRequest, pool: ExpectedPool, body: Body) -> HttpResponse {
    let tried_basic = tries_basic(&request);
    let (params, client) = match client_credentials::read(&request, body, &ONCE) {
        Ok(found) => found,
        Err(error) => return refuse(error, tried_basic),
    };
    match exchange(&deps, read(&params, client), pool.0.as_ref()).await {
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

fn read(params: &Params, client: ClientAuthentication) -> TokenRequest {
    let text = |name: &str| params.get(name).map(str::to_owned);
    TokenRequest {
        grant_type: text("grant_type"),
        client,
        code: text("code"),
        redirect_uri: text("redirect_uri"),
        code_verifier: text("code_verifier"),
        refresh_token: params.get("refresh_token").map(Secret::from),
        scope: text("scope"),
    }
}

fn answer(tokens: &Tokens) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "no-store")).insert_header(("Pragma", "no-cache"));
    allow_any_origin(&mut response).json(Answer {
        access_token: tokens.access_token.expose_secret(),
        id_token: tokens.id_token.as_ref().map(Secret::expose_secret),
        refresh_token: tokens.refresh_token.as_ref().map(Secret::expose_secret),
        token_type: "Bearer",
        expires_in: tokens.expires_in,
        scope: &tokens.scope,
    })
}
