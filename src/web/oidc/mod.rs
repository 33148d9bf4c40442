//! OAuth 2 and OpenID Connect: one file per endpoint.
//!
//! Everything stands at the root and below `/{pool_id}/`; which pool a request is about is decided by the path, else by
//! the client it names, else by the token it brings (DESIGN.md §4).

mod authorize;
mod client_credentials;
mod discovery;
mod error;
mod jwks;
mod logout;
mod revoke;
mod token;
mod user_info;

use actix_web::http::Method;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Resource};

use self::error::allow_any_origin;
use crate::web::mount::Mount;

/// What exists at the root and below a pool, and is the same for whoever asks: no session is looked for, no page is drawn.
pub const DOCUMENTS: [Mount; 2] = [
    Mount::new("/.well-known/openid-configuration", |at| open(at.route(web::get().to(discovery::get)))),
    Mount::new("/.well-known/jwks.json", |at| open(at.route(web::get().to(jwks::get)))),
];

/// The endpoints that programs call, at the root and below a pool: a browser's session says nothing there, and no page is
/// drawn.
pub const FOR_PROGRAMS: [Mount; 3] = [
    Mount::new("/oauth2/token", |at| {
        open(at.route(web::post().to(token::post))).default_service(web::to(token::other_method))
    }),
    Mount::new("/oauth2/revoke", |at| {
        open(at.route(web::post().to(revoke::post))).default_service(web::to(token::other_method))
    }),
    Mount::new("/oauth2/userInfo", |at| {
        open(at.route(web::get().to(user_info::get)).route(web::post().to(user_info::post)))
    }),
];

/// The endpoints that a browser is sent to, at the root and below a pool.
pub const ENDPOINTS: [Mount; 2] = [
    Mount::new("/oauth2/authorize", |at| {
        at.route(web::get().to(authorize::get)).route(web::post().to(authorize::post))
    }),
    Mount::new("/logout", |at| at.route(web::get().to(logout::get)).route(web::post().to(logout::post))),
];

/// What exists at the root only: RFC 8414 §3.1 puts the well-known name before the issuer's path.
pub const AT_ROOT: [Mount; 1] = [Mount::new("/.well-known/oauth-authorization-server/{pool_id}", |at| {
    open(at.route(web::get().to(discovery::get_of_issuer)))
})];

/// Mounts the endpoints that a browser is sent to.
pub fn configure(config: &mut ServiceConfig) {
    Mount::all(&ENDPOINTS, config);
}

/// What the endpoints keep between requests; to be made once and shared by all threads of the server.
#[derive(Clone, Default)]
pub struct Kept(Data<discovery::Documents>);

impl Kept {
    /// Hands it to the endpoints.
    pub fn give(&self, config: &mut ServiceConfig) {
        config.app_data(self.0.clone());
    }
}

/// Mounts what looks for no session.
pub fn configure_without_session(config: &mut ServiceConfig) {
    Mount::all(&DOCUMENTS, config);
    Mount::all(&FOR_PROGRAMS, config);
    Mount::all_at_root(&AT_ROOT, config);
}

/// Scripts of other origins may call it. The method that they ask about first stands last: routes are tried in turn.
fn open(at: Resource) -> Resource {
    at.route(web::method(Method::OPTIONS).to(preflight))
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
