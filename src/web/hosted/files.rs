//! `/static/…`, `/theme/….css` and `/logo/…`: what pages load. Every address carries a hash of its content, so that each
//! may be kept for ever; none reads a cookie.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG};
use actix_web::{HttpResponse, web};

use crate::flows::manage::themes;
use crate::flows::{Deps, Error};
use crate::render::assets;
use crate::web::error::{retry_after, status};

const FOR_EVER: (actix_web::http::header::HeaderName, &str) = (CACHE_CONTROL, "public, max-age=31536000, immutable");
/// Nothing that is opened by itself may act, whatever its bytes say (cases 119 and 120).
const INERT: (actix_web::http::header::HeaderName, &str) = (CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");

/// A file of the product.
pub(super) async fn of_product(name: web::Path<String>) -> HttpResponse {
    match assets::find(&name) {
        Some(asset) => HttpResponse::Ok()
            .insert_header(FOR_EVER)
            .insert_header((CONTENT_TYPE, asset.media_type))
            .insert_header((ETAG, asset.etag))
            .body(asset.bytes.into_owned()),
        None => HttpResponse::NotFound().finish(),
    }
}

/// A pool's style sheet.
pub(super) async fn theme(deps: web::Data<Deps>, hash: web::Path<String>) -> HttpResponse {
    if !is_hash(&hash) {
        return HttpResponse::NotFound().finish();
    }
    match themes::css(&deps, &hash).await {
        Ok(Some(css)) => HttpResponse::Ok()
            .insert_header(FOR_EVER)
            .insert_header(INERT)
            .insert_header((CONTENT_TYPE, "text/css; charset=utf-8"))
            .body(css),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => failed(&error),
    }
}

/// A pool's logo, under the type that its bytes showed when it was taken.
pub(super) async fn logo(deps: web::Data<Deps>, hash: web::Path<String>) -> HttpResponse {
    if !is_hash(&hash) {
        return HttpResponse::NotFound().finish();
    }
    match themes::logo(&deps, &hash).await {
        Ok(Some((bytes, media_type))) => HttpResponse::Ok()
            .insert_header(FOR_EVER)
            .insert_header(INERT)
            .insert_header((CONTENT_TYPE, media_type))
            .body(bytes),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(error) => failed(&error),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn failed(error: &Error) -> HttpResponse {
    let mut response = HttpResponse::build(status(error));
    if retry_after(error) > 0 {
        response.insert_header(("retry-after", retry_after(error).to_string()));
    }
    response.finish()
}
