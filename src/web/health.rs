//! `/healthz`, `/readyz` and `/metrics`, on the operator's own listener and never on the public one (case 253).

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{self, Data, ServiceConfig};
use serde_json::json;

use crate::flows::Deps;
use crate::flows::health::{self, DatabaseHealth, observe};
use crate::web::middleware::drain::Draining;

/// The text format that Prometheus reads.
const EXPOSITION: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Writes down what was measured.
#[derive(Clone)]
pub struct Readings(pub Arc<dyn Fn() -> String + Send + Sync>);

impl Readings {
    fn text(&self) -> String {
        (self.0)()
    }
}

/// Mounts them. The app's data must have the [`Deps`]; `/metrics` is there where it has [`Readings`], too.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(healthz))
        .route("/readyz", web::get().to(readyz))
        .route("/metrics", web::get().to(metrics));
}

/// The process is alive: answered without asking anything, so that a database that hangs does not get it killed (F11).
async fn healthz() -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type("text/plain").body("ok\n")
}

/// The node can serve: its database answers and its schema is not too old, and the node is not about to stop.
async fn readyz(deps: Data<Deps>, draining: Data<Draining>) -> HttpResponse {
    let database = health::database(&deps).await;
    let is_stopping = draining.has_begun();
    let is_ready = !is_stopping && matches!(database, DatabaseHealth::Current | DatabaseHealth::NewerSchema);
    let mut answer = if is_ready { HttpResponse::Ok() } else { HttpResponse::ServiceUnavailable() };
    let state = json!({ "ready": is_ready, "database": database.as_str(), "stopping": is_stopping });
    answer.insert_header((CACHE_CONTROL, "no-store")).json(state)
}

/// What was measured so far.
async fn metrics(deps: Data<Deps>, readings: Option<Data<Readings>>) -> HttpResponse {
    let Some(readings) = readings else { return HttpResponse::NotFound().finish() };
    observe(&deps).await;
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).content_type(EXPOSITION).body(readings.text())
}
