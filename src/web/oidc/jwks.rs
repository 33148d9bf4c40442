//! `/.well-known/jwks.json` (RFC 7517): the public halves of a pool's keys.

use actix_web::http::header::{CACHE_CONTROL, ContentType};
use actix_web::{HttpResponse, web};

use super::error::{allow_any_origin, fail};
use crate::domain::signing_key::JWKS_MAX_AGE_SECS;
use crate::flows::Deps;
use crate::web::extract::ExpectedPool;

/// The keys of the pool in the path. Clients may keep them for five minutes; a key is announced for twice that before it
/// signs.
pub(super) async fn get(deps: web::Data<Deps>, pool: ExpectedPool) -> HttpResponse {
    let Some(id) = pool.0 else { return HttpResponse::NotFound().finish() };
    match deps.keys.jwks(&id).await {
        Ok(Some(document)) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, format!("public, max-age={JWKS_MAX_AGE_SECS}")));
            response.insert_header(ContentType::json());
            allow_any_origin(&mut response).body(document.to_string())
        }
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => fail(&error),
    }
}
