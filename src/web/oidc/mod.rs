//! OAuth 2 and OpenID Connect: one file per endpoint.
//!
//! Everything is mounted twice, at the root and below `/{pool_id}/`; which pool a request is about is decided by the
//! path, else by the client it names, else by the token it brings (DESIGN.md §4).

mod authorize;
mod client_credentials;
mod discovery;
mod error;
mod jwks;
mod logout;
mod revoke;
mod token;
mod user_info;

use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use self::error::allow_any_origin;
use crate::web::extract::POOL_SEGMENT;

/// Mounts the endpoints that exist at the root and below a pool.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(
            web::resource("/oauth2/authorize")
                .route(web::get().to(authorize::get))
                .route(web::post().to(authorize::post)),
        )
        .service(
            web::resource("/oauth2/token")
                .route(web::post().to(token::post))
                .route(web::method(actix_web::http::Method::OPTIONS).to(preflight))
                .default_service(web::to(token::other_method)),
        )
        .service(
            web::resource("/oauth2/revoke")
                .route(web::post().to(revoke::post))
                .route(web::method(actix_web::http::Method::OPTIONS).to(preflight))
                .default_service(web::to(token::other_method)),
        )
        .service(
            web::resource("/oauth2/userInfo")
                .route(web::get().to(user_info::get))
                .route(web::post().to(user_info::post))
                .route(web::method(actix_web::http::Method::OPTIONS).to(preflight)),
        )
        .service(web::resource("/logout").route(web::get().to(logout::get)).route(web::post().to(logout::post)))
        .service(
            web::resource("/.well-known/openid-configuration")
                .route(web::get().to(discovery::get))
                .route(web::method(actix_web::http::Method::OPTIONS).to(preflight)),
        )
        .service(
            web::resource("/.well-known/jwks.json")
                .route(web::get().to(jwks::get))
                .route(web::method(actix_web::http::Method::OPTIONS).to(preflight)),
        );
}

/// Mounts what exists at the root only: RFC 8414 §3.1 puts the well-known name before the issuer's path.
pub fn configure_root(config: &mut ServiceConfig) {
    config.service(
        web::resource(format!("/.well-known/oauth-authorization-server/{{{POOL_SEGMENT}}}"))
            .route(web::get().to(discovery::get))
            .route(web::method(actix_web::http::Method::OPTIONS).to(preflight)),
    );
}

/// Answers a browser that asks whether a script of another origin may call: it may, without credentials.
async fn preflight(_: HttpRequest) -> HttpResponse {
    let mut response = HttpResponse::NoContent();
    response
        .insert_header(("Access-Control-Allow-Methods", "GET, POST, OPTIONS"))
        .insert_header(("Access-Control-Allow-Headers", "authorization, content-type"))
        .insert_header(("Access-Control-Max-Age", "7200"));
    allow_any_origin(&mut response).finish()
}
