//! `/healthz` and `/readyz`, on the operator's own listener and never on the public one (case 253).

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpResponse, Responder};

use crate::flows::{Deps, health};
use crate::web::middleware::drain::Draining;

/// Mounts them.
pub fn configure(config: &mut ServiceConfig) {
    config.route("/healthz", web::get().to(healthz)).route("/readyz", web::get().to(readyz));
}

/// The process is alive: answered without asking anything, so that a database that hangs does not get it killed.
async fn healthz() -> impl Responder {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// The node can serve: its database answers, and it is not about to stop.
async fn readyz(deps: Data<Deps>, draining: Data<Draining>) -> impl Responder {
    if draining.has_begun() {
        return HttpResponse::ServiceUnavailable().content_type("text/plain").body("stopping\n");
    }
    if health::is_ready(&deps).await {
        HttpResponse::Ok().content_type("text/plain").body("ready\n")
    } else {
        HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer\n")
    }
}
