//! The operator's listener: liveness, readiness, measurements; and none of them in public.

use actix_web::App;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use std::sync::Arc;
use vestibule::app::Site;
use vestibule::telemetry::metrics::{Metrics, recorder};
use vestibule::web::health::Readings;

use crate::support::TestApp;

/// What the operator's listener answers: status, type, body.
async fn ask(site: &Site, path: &str) -> (u16, String, String) {
    let site = site.clone();
    let service = init_service(App::new().configure(|config| site.mount_admin(config))).await;
    let answer = call_service(&service, TestRequest::get().uri(path).to_request()).await;
    let kind = answer.headers().get(CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned()).unwrap_or_default();
    let status = answer.status().as_u16();
    (status, kind, String::from_utf8(read_body(answer).await.to_vec()).unwrap())
}

async fn ready(site: &Site) -> (u16, Value) {
    let (status, _, body) = ask(site, "/readyz").await;
    (status, serde_json::from_str(&body).unwrap())
}

#[actix_web::test]
async fn measurements_are_shown_to_the_operator() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let app = TestApp::start().await;
    assert_eq!(app.node().send(TestRequest::get().uri("/login")).await.code(), 400);
    let metrics = Metrics::of(&recorder);
    let site = app.node().site().clone().with_readings(Readings(Arc::new(move || metrics.render())));
    let (status, kind, body) = ask(&site, "/metrics").await;
    assert_eq!((status, kind.as_str()), (200, "text/plain; version=0.0.4; charset=utf-8"));
    for sample in [
        "vestibule_http_requests_total{door=\"hosted\",route=\"/login\",method=\"GET\",status=\"4xx\"} 1",
        "vestibule_database_up 1",
    ] {
        assert!(body.contains(sample), "{sample}:\n{body}");
    }
    assert_eq!(ask(app.node().site(), "/metrics").await.0, 404, "nothing is collected there");
}

/// Case 253.
#[actix_web::test]
async fn the_public_listener_shows_none_of_it() {
    let app = TestApp::start().await;
    for path in ["/metrics", "/healthz", "/readyz", "/metrics/", "//metrics", "/%6detrics"] {
        assert_eq!(app.node().send(TestRequest::get().uri(path)).await.code(), 404, "{path}");
        let below = format!("/{}{path}", app.pool.id);
        assert_eq!(app.node().send(TestRequest::get().uri(&below)).await.code(), 404, "{below}");
    }
}

#[actix_web::test]
async fn a_node_is_ready_while_its_database_answers_with_this_programs_schema() {
    let app = TestApp::start().await;
    let node = app.node();
    assert_eq!(ready(node.site()).await, (200, json!({ "ready": true, "database": "current", "stopping": false })));

    let raw = app.raw().await;
    raw.execute_unprepared("CREATE TABLE kept AS SELECT * FROM seaql_migrations").await.unwrap();
    raw.execute_unprepared("DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM kept)")
        .await
        .unwrap();
    assert_eq!(
        ready(node.site()).await,
        (503, json!({ "ready": false, "database": "older_schema", "stopping": false }))
    );
    let back = "INSERT INTO seaql_migrations SELECT * FROM kept WHERE version = (SELECT MAX(version) FROM kept)";
    raw.execute_unprepared(back).await.unwrap();
    assert_eq!(ready(node.site()).await.0, 200, "and again once it is mended");

    raw.execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_of_the_future', 1)")
        .await
        .unwrap();
    let newer = json!({ "ready": true, "database": "newer_schema", "stopping": false });
    assert_eq!(ready(node.site()).await, (200, newer), "an upgrade does not stop the nodes before it");
    raw.close().await.unwrap();
}

/// F11: a database that is away makes a node unready, never dead, and hurts no reading of what is measured.
#[actix_web::test]
async fn a_silent_database_makes_a_node_unready_and_leaves_it_alive() {
    let recorder = recorder().unwrap();
    let _collecting = metrics::set_default_local_recorder(&recorder);
    let app = TestApp::start().await;
    let metrics = Metrics::of(&recorder);
    let site = app.node().site().clone().with_readings(Readings(Arc::new(move || metrics.render())));
    let before = app.statements();
    for _ in 0..3 {
        assert_eq!(ask(&site, "/healthz").await, (200, "text/plain".to_owned(), "ok\n".to_owned()));
    }
    assert_eq!(app.statements(), before, "being alive asks nothing of the database");

    app.deps().storage.database().close().await.unwrap();
    assert_eq!(ask(&site, "/healthz").await.0, 200);
    assert_eq!(ready(&site).await, (503, json!({ "ready": false, "database": "silent", "stopping": false })));
    let (status, _, body) = ask(&site, "/metrics").await;
    assert!(status == 200 && body.contains("vestibule_database_up 0"), "{body}");
}
