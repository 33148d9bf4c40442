//! `/.well-known/webauthn`: the pages of other domains that may use passkeys of the domain that is asked (Web Authentication
//! Level 3 §5.11.1). Browsers fetch it from the domain itself, without cookies.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;

use crate::flows::Deps;
use crate::flows::passkeys::related_origins;
use crate::web::error::status;

/// The origins, or 404 where no pool says anything of this domain.
pub(super) async fn get(deps: web::Data<Deps>, request: HttpRequest) -> HttpResponse {
    // It was compared with the hosts that are ours before the request came here.
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
    match related_origins(&deps, &name).await {
        Ok(origins) if origins.is_empty() => HttpResponse::NotFound().finish(),
        Ok(origins) => HttpResponse::Ok()
            // As long as a change of a pool's settings may take to be seen by others.
            .insert_header((CACHE_CONTROL, "public, max-age=300"))
            .insert_header((CONTENT_TYPE, "application/json"))
            // It is read on behalf of pages of other origins.
            .insert_header(("access-control-allow-origin", "*"))
            .insert_header(("cross-origin-resource-policy", "cross-origin"))
            .body(json!({ "origins": origins }).to_string()),
        Err(error) => HttpResponse::build(status(&error)).finish(),
    }
}
