//! `/.well-known/jwks.json` (RFC 7517): the public halves of a pool's keys.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};

use super::error::{allow_any_origin, fail};
use crate::domain::signing_key::JWKS_MAX_AGE_SECS;
use crate::flows::{Deps, keys};
use crate::web::extract::ExpectedPool;

/// The keys of the pool in the path. Clients may keep them for five minutes; a key is announced for twice that before it
/// signs.
pub(super) async fn get(deps: web::Data<Deps>, pool: ExpectedPool) -> HttpResponse {
    let Some(id) = pool.0 else { return HttpResponse::NotFound().finish() };
    match deps.directory.pool(&id).await {
        Ok(Some(_)) => {}
        Ok(None) => return HttpResponse::NotFound().finish(),
        Err(error) => return fail(&error.into()),
    }
    match keys::jwks(&deps.keys, &id).await {
        Ok(document) => {
            let mut response = HttpResponse::Ok();
            response.insert_header((CACHE_CONTROL, format!("public, max-age={JWKS_MAX_AGE_SECS}")));
            allow_any_origin(&mut response).json(document)
        }
        Err(error) => fail(&error),
    }
}
