//! What is too much, and what just fits.

use std::sync::Arc;

use actix_web::http::{Method, header::HOST};
use actix_web::{App, HttpResponse, middleware::from_fn, test, web};

use super::*;
use crate::domain::clock::SystemClock;
use crate::domain::random::SystemRandom;
use crate::web::middleware::{Edge, admit};

async fn status(request: test::TestRequest) -> u16 {
    let echo = |body: web::Bytes| async move { HttpResponse::Ok().body(body.len().to_string()) };
    let url = "http://localhost:8080".parse().unwrap();
    let edge = Edge::new(&url, &[], Vec::new(), Arc::new(SystemClock), Arc::new(SystemRandom));
    let app = App::new().app_data(web::Data::new(edge)).wrap(from_fn(admit));
    let service = test::init_service(app.configure(configure).default_service(web::to(echo))).await;
    test::call_service(&service, request.insert_header((HOST, "localhost:8080")).to_request()).await.status().as_u16()
}

fn get(target: &str) -> test::TestRequest {
    test::TestRequest::get().uri(target)
}

#[actix_web::test]
async fn long_targets_and_many_parameters_are_refused() {
    assert_eq!(status(get(&format!("/?q={}", "%41".repeat(2_000)))).await, 200);
    assert_eq!(status(get(&format!("/?q={}", "a".repeat(16 * 1024)))).await, 414);
    assert_eq!(status(get(&format!("/{}", "a".repeat(16 * 1024)))).await, 414);
    let query = |count: usize| vec!["a=1"; count].join("&");
    assert_eq!(status(get(&format!("/?{}", query(100)))).await, 200);
    assert_eq!(status(get(&format!("/?{}", query(500)))).await, 400);
}

#[actix_web::test]
async fn many_or_large_headers_are_refused() {
    let with_headers = |count: usize, size: usize| {
        (0..count).fold(get("/"), |request, n| request.insert_header((format!("x-{n}"), "a".repeat(size))))
    };
    assert_eq!(status(with_headers(90, 10)).await, 200);
    assert_eq!(status(with_headers(101, 1)).await, 431);
    assert_eq!(status(with_headers(1, MAX_HEADER_VALUE)).await, 200);
    assert_eq!(status(with_headers(1, MAX_HEADER_VALUE + 1)).await, 431);
    assert_eq!(status(with_headers(4, MAX_HEADER_VALUE - 1)).await, 431);
}

#[actix_web::test]
async fn bodies_over_a_mebibyte_are_refused_announced_or_not() {
    let post = |size: usize| test::TestRequest::with_uri("/").method(Method::POST).set_payload(vec![b'a'; size]);
    assert_eq!(status(post(MAX_BODY)).await, 200);
    assert_eq!(status(post(MAX_BODY + 1)).await, 413);
    let announced = test::TestRequest::post().uri("/").insert_header((CONTENT_LENGTH, "1048577"));
    assert_eq!(status(announced).await, 413);
}

#[actix_web::test]
async fn forms_are_counted() {
    assert_eq!(check_form(vec!["a=1"; MAX_FORM_FIELDS].join("&").as_bytes()), Ok(()));
    assert_eq!(check_form(vec!["a=1"; MAX_FORM_FIELDS + 1].join("&").as_bytes()), Err(TooManyParts));
}
