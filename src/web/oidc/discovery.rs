//! `/.well-known/openid-configuration` below the issuer (OpenID Connect Discovery §4) and
//! `/.well-known/oauth-authorization-server` before its path (RFC 8414 §3): one document of what this server does, and
//! of nothing that it does not. Every URL comes from the configuration (case 126).

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::web::{self, Bytes};
use quick_cache::sync::Cache;
use serde_json::{Value, json};

use super::error::{allow_any_origin, fail};
use crate::domain::client::STANDARD_SCOPES;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::sign_in::Acr;
use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::flows::Deps;
use crate::web::extract::ExpectedPool;

/// Most pools whose documents are kept.
const CAPACITY: usize = 10_000;

/// Written documents by pool: made anew when the pool or the algorithms of its keys change. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Documents(Arc<Cache<PoolId, Written>>);

#[derive(Clone, Debug)]
struct Written {
    /// What it was made from: a pool that was changed is another one, and so are its algorithms.
    pool: Arc<Pool>,
    algorithms: Arc<BTreeSet<SigningAlgorithm>>,
    text: Bytes,
}

impl Default for Documents {
    fn default() -> Self {
        Self(Arc::new(Cache::new(CAPACITY)))
    }
}

impl Documents {
    fn of(&self, deps: &Deps, pool: &Arc<Pool>, algorithms: Arc<BTreeSet<SigningAlgorithm>>) -> Bytes {
        let is_current = |kept: &Written| Arc::ptr_eq(&kept.pool, pool) && Arc::ptr_eq(&kept.algorithms, &algorithms);
        if let Some(kept) = self.0.get(&pool.id).filter(is_current) {
            return kept.text;
        }
        let text: Bytes = document(deps, pool, &algorithms).to_string().into();
        self.0.insert(pool.id.clone(), Written { pool: pool.clone(), algorithms, text: text.clone() });
        text
    }
}

/// The document of the pool that the path begins with.
pub(super) async fn get(deps: web::Data<Deps>, documents: web::Data<Documents>, pool: ExpectedPool) -> HttpResponse {
    respond(&deps, &documents, pool.0).await
}

/// The document of the pool that the path ends in.
pub(super) async fn get_of_issuer(
    deps: web::Data<Deps>,
    documents: web::Data<Documents>,
    pool: web::Path<String>,
) -> HttpResponse {
    respond(&deps, &documents, PoolId::parse(&pool)).await
}

async fn respond(deps: &Deps, documents: &Documents, pool: Option<PoolId>) -> HttpResponse {
    let Some(id) = pool else { return HttpResponse::NotFound().finish() };
    match deps.directory.pool(&id).await {
        Ok(Some(pool)) => {
            let algorithms = match deps.keys.id_algorithms(&id).await {
                Ok(algorithms) => algorithms,
                Err(error) => return fail(&error),
            };
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, HeaderValue::from_static("public, max-age=300")));
            response.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
            allow_any_origin(&mut response).body(documents.of(deps, &pool, algorithms))
        }
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => fail(&error.into()),
    }
}

fn document(deps: &Deps, pool: &Pool, algorithms: &BTreeSet<SigningAlgorithm>) -> Value {
    let issuer = deps.urls.issuer(&pool.id);
    let client_authentication = ["client_secret_basic", "client_secret_post", "none"];
    // OpenID Connect Prompt Create §4.1: named only where one can sign up.
    let prompts = ["none", "login", "select_account", "consent"].into_iter();
    let prompts: Vec<&str> = prompts.chain(pool.settings.self_sign_up.then_some("create")).collect();
    let at = |path: &str| format!("{issuer}{path}");
    json!({
        "issuer": issuer,
        "authorization_endpoint": at("/oauth2/authorize"),
        "token_endpoint": at("/oauth2/token"),
        "userinfo_endpoint": at("/oauth2/userInfo"),
        "revocation_endpoint": at("/oauth2/revoke"),
        "end_session_endpoint": at("/logout"),
        "jwks_uri": at("/.well-known/jwks.json"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": algorithms,
        "scopes_supported": STANDARD_SCOPES,
        "token_endpoint_auth_methods_supported": client_authentication,
        "revocation_endpoint_auth_methods_supported": client_authentication,
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": prompts,
        "acr_values_supported": Acr::ALL.map(Acr::as_str),
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "at_hash", "amr", "acr", "jti", "origin_jti", "event_id", "token_use",
            "cognito:username", "cognito:groups", "cognito:roles", "cognito:preferred_role", "email", "email_verified", "phone_number", "phone_number_verified", "name", "family_name",
            "given_name", "middle_name", "nickname", "preferred_username", "profile", "picture", "website", "gender",
            "birthdate", "zoneinfo", "locale", "updated_at", "address"
        ],
        "claims_parameter_supported": false,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    })
}
