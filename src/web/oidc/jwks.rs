//! `/.well-known/jwks.json` (RFC 7517): the public halves of a pool's keys.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::web::{self, Bytes};

use super::error::{allow_any_origin, fail};
use crate::domain::signing_key::JWKS_MAX_AGE_SECS;
use crate::flows::Deps;
use crate::web::extract::ExpectedPool;

/// How long clients may keep the document.
static CACHED: LazyLock<HeaderValue> =
    LazyLock::new(|| HeaderValue::try_from(format!("public, max-age={JWKS_MAX_AGE_SECS}")).expect("digits are ASCII"));

/// The keys of the pool in the path. Clients may keep them for five minutes; a key is announced for twice that before it
/// signs.
pub(super) async fn get(deps: web::Data<Deps>, pool: ExpectedPool) -> HttpResponse {
    let Some(id) = pool.0 else { return HttpResponse::NotFound().finish() };
    match deps.keys.jwks(&id).await {
        Ok(Some(document)) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, CACHED.clone()));
            response.insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")));
            allow_any_origin(&mut response).body(Bytes::from_owner(document))
        }
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => fail(&error),
    }
}
