//! `/.well-known/openid-configuration` (OpenID Connect Discovery §4): what this server does, and nothing that it does
//! not. Every URL comes from the configuration (case 126).

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use serde_json::json;

use super::error::{allow_any_origin, fail};
use crate::domain::client::STANDARD_SCOPES;
use crate::flows::Deps;
use crate::web::extract::ExpectedPool;

/// The document of the pool in the path.
pub(super) async fn get(deps: web::Data<Deps>, pool: ExpectedPool) -> HttpResponse {
    let Some(id) = pool.0 else { return HttpResponse::NotFound().finish() };
    match deps.directory.pool(&id).await {
        Ok(Some(_)) => {}
        Ok(None) => return HttpResponse::NotFound().finish(),
        Err(error) => return fail(&error.into()),
    }
    let issuer = deps.urls.issuer(&id);
    let at = |path: &str| format!("{issuer}{path}");
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth2/authorize"),
        "token_endpoint": at("/oauth2/token"),
        "userinfo_endpoint": at("/oauth2/userInfo"),
        "end_session_endpoint": at("/logout"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": STANDARD_SCOPES,
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "select_account", "consent"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "amr", "jti", "origin_jti", "event_id", "token_use",
            "cognito:username", "cognito:groups", "cognito:roles", "cognito:preferred_role", "email", "email_verified", "phone_number", "phone_number_verified", "name", "family_name",
            "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender",
            "birthdate", "zoneinfo", "locale", "updated_at", "address"
        ],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    });
    let mut response = HttpResponse::Ok();
    response.insert_header((CACHE_CONTROL, "public, max-age=300"));
    allow_any_origin(&mut response).json(document)
}
