//! The edge as a whole, with hostile requests.

use std::{net::SocketAddr, sync::Arc};

use actix_web::{
    App, HttpResponse,
    body::to_bytes,
    dev::ServiceResponse,
    http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST},
    middleware::from_fn,
    test::{TestRequest, call_service, init_service},
    web,
};

use super::{client_address::ClientAddress, request_id::RequestId, *};
use crate::domain::{
    clock::{ManualClock, Micros},
    random::SeededRandom,
};

async fn respond(public_url: &str, request: TestRequest) -> ServiceResponse<impl actix_web::body::MessageBody> {
    let edge = Edge::new(
        &Url::parse(public_url).unwrap(),
        &["Extra.test".to_owned(), "port.test:81".to_owned()],
        vec!["10.0.0.0/8".parse().unwrap()],
        Arc::new(ManualClock::new(Micros(0))),
        Arc::new(SeededRandom::new(7)),
    );
    let app = App::new()
        .app_data(Data::new(edge))
        .wrap(from_fn(admit))
        .wrap(from_fn(answer))
        .route("/id", web::get().to(|id: RequestId| async move { id.as_str().to_owned() }))
        .route("/address", web::get().to(|client: ClientAddress| async move { client.0.to_string() }))
        .route("/fails", web::get().to(|| async { Err::<HttpResponse, _>(actix_web::error::ErrorBadGateway("x")) }))
        .route("/own", web::get().to(own));
    let service = init_service(app).await;
    call_service(&service, request.to_request()).await
}

async fn own() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'self'"))
        .insert_header((CACHE_CONTROL, "max-age=60"))
        .insert_header(("x-frame-options", "ALLOWALL"))
        .finish()
}

fn get(path: &str) -> TestRequest {
    TestRequest::get().uri(path).insert_header((HOST, "localhost:8080"))
}

const LOCAL: &str = "http://localhost:8080";
const PUBLIC: &str = "https://id.example.com";

fn header<B>(response: &ServiceResponse<B>, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

async fn body<B: actix_web::body::MessageBody>(response: ServiceResponse<B>) -> String {
    let bytes = to_bytes(response.into_body()).await.ok().unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

async fn host_status(public_url: &str, hosts: &[&str]) -> u16 {
    let request = TestRequest::get().uri("/id");
    let request = hosts.iter().fold(request, |request, host| request.append_header((HOST, *host)));
    respond(public_url, request).await.status().as_u16()
}

#[actix_web::test]
async fn our_own_hosts_are_answered() {
    for host in ["localhost:8080", "LOCALHOST:8080", "extra.test", "port.test:81"] {
        assert_eq!(host_status(LOCAL, &[host]).await, 200, "{host}");
    }
    for host in ["id.example.com", "id.example.com:443"] {
        assert_eq!(host_status(PUBLIC, &[host]).await, 200, "{host}");
    }
}

#[actix_web::test]
async fn another_host_is_421_without_a_body() {
    for host in [
        "evil.test",
        "localhost",
        "localhost:8081",
        "localhost:8080.evil.test",
        "evil.test#localhost:8080",
        "localhost:8080@evil.test",
        "localhost:8080, evil.test",
        "localhost.:8080",
        "xextra.test",
        "port.test",
        "extra.test:81",
        "",
    ] {
        let response = respond(LOCAL, TestRequest::get().uri("/id").insert_header((HOST, host))).await;
        assert_eq!(response.status(), 421, "{host}");
        assert_eq!(header(&response, "x-frame-options"), "DENY", "the other headers hold here too");
        assert_eq!(body(response).await, "", "{host}");
    }
    assert_eq!(host_status(PUBLIC, &["id.example.com:8080"]).await, 421);
}

#[actix_web::test]
async fn forwarded_hosts_are_not_read() {
    for name in ["x-forwarded-host", "forwarded", "x-host", "x-original-host"] {
        let request = TestRequest::get().uri("/id").insert_header((HOST, "evil.test"));
        let response = respond(LOCAL, request.insert_header((name, "localhost:8080"))).await;
        assert_eq!(response.status(), 421, "{name}");
        assert_eq!(respond(LOCAL, get("/id").insert_header((name, "evil.test"))).await.status(), 200, "{name}");
    }
}

#[actix_web::test]
async fn exactly_one_host_is_wanted() {
    assert_eq!(host_status(LOCAL, &[]).await, 400);
    assert_eq!(host_status(LOCAL, &["localhost:8080", "localhost:8080"]).await, 400);
    assert_eq!(host_status(LOCAL, &["localhost:8080", "evil.test"]).await, 400);
}

#[actix_web::test]
async fn a_host_in_the_request_line_must_be_ours_too() {
    assert_eq!(respond(LOCAL, get("http://evil.test/id")).await.status(), 421);
    assert_eq!(respond(LOCAL, get("http://localhost:8080/id")).await.status(), 200);
}

#[actix_web::test]
async fn every_answer_has_an_id_of_our_own() {
    let request = get("/id").insert_header(("x-request-id", "forged")).insert_header(("x-amzn-requestid", "forged"));
    let response = respond(LOCAL, request).await;
    let id = header(&response, "x-request-id");
    assert_eq!(id.len(), 36, "{id}");
    assert_eq!(id, header(&response, "x-amzn-requestid"));
    assert_eq!(id, body(response).await, "the handler sees the same id");
    for path in ["/missing", "/fails"] {
        assert_eq!(header(&respond(LOCAL, get(path)).await, "x-request-id").len(), 36, "{path}");
    }
}

#[actix_web::test]
async fn every_answer_has_the_headers_errors_included() {
    for path in ["/id", "/missing", "/fails"] {
        let response = respond(LOCAL, get(path)).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(header(&response, name), value, "{path} {name}");
        }
        assert!(header(&response, "permissions-policy").contains("camera=()"));
        assert_eq!(header(&response, "strict-transport-security"), "", "no HSTS over http");
    }
}

#[actix_web::test]
async fn a_handlers_own_policy_stays_but_framing_is_not_negotiable() {
    let response = respond(LOCAL, get("/own")).await;
    assert_eq!(header(&response, "content-security-policy"), "default-src 'self'");
    assert_eq!(header(&response, "cache-control"), "max-age=60");
    assert_eq!(header(&response, "x-frame-options"), "DENY");
}

#[actix_web::test]
async fn https_is_remembered_for_more_than_a_year() {
    let request = TestRequest::get().uri("/missing").insert_header((HOST, "id.example.com"));
    let response = respond(PUBLIC, request).await;
    assert_eq!(header(&response, "strict-transport-security"), "max-age=63072000; includeSubDomains");
}

#[actix_web::test]
async fn the_clients_address_comes_from_a_trusted_proxy_only() {
    let address = async |peer: &str, forwarded: &str| {
        let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
        let request = get("/address").peer_addr(peer).insert_header(("x-forwarded-for", forwarded));
        let request = request.insert_header(("forwarded", "for=192.0.2.99")).insert_header(("x-real-ip", "192.0.2.98"));
        body(respond(LOCAL, request).await).await
    };
    assert_eq!(address("198.51.100.9", "203.0.113.5").await, "198.51.100.9");
    assert_eq!(address("10.0.0.1", "127.0.0.1, 203.0.113.5").await, "203.0.113.5");
}
