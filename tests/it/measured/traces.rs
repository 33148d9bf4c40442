//! Traces reach a collector: one span for each request, with its id and the pattern of its route, and without what was in
//! the query, the form or the log.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use actix_web::test::TestRequest;
use tracing_subscriber::layer::SubscriberExt as _;
use vestibule::telemetry::traces::Traces;

use crate::support::TestApp;

/// A test that waits for longer has failed.
const HANG: Duration = Duration::from_secs(20);

/// A collector on loopback that takes one batch: its address, and what it is sent, head and body.
fn collector() -> (String, Receiver<(String, Vec<u8>)>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/v1/traces", listener.local_addr().unwrap());
    let (send, received) = channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(HANG)).unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line.trim().is_empty() {
                break;
            }
            head.push_str(&line);
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
        send.send((head, body)).unwrap();
    });
    (url, received)
}

/// Texts of a protobuf message stand in it as they are.
fn holds(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|window| window == text.as_bytes())
}

#[actix_web::test]
async fn the_span_of_a_request_reaches_the_collector_without_its_secrets() {
    let (url, received) = collector();
    let started = thread::spawn(move || Traces::start(&url.parse().unwrap()).unwrap());
    let traces = started.join().unwrap();
    let app = TestApp::start().await;
    let recording = tracing::subscriber::set_default(tracing_subscriber::registry().with(traces.layer()));
    let query = "client_id=hush1&state=hush2&login_hint=hush3&code=hush4";
    let request = TestRequest::get().uri(&format!("/{}/login?{query}", app.pool.id));
    let answer = app.node().send(request.insert_header(("cookie", "session=hush5"))).await;
    tracing::info!(secret = "hush6", "what is logged stays in the log");
    drop(recording);

    let flushed = thread::spawn(move || {
        let flushed = traces.flush().is_ok();
        drop(traces);
        flushed
    });
    let (head, body) = received.recv_timeout(HANG).expect("a batch");
    assert!(flushed.join().unwrap());
    assert!(head.starts_with("POST /v1/traces ") && head.contains("application/x-protobuf"), "{head}");
    let id = answer.header("x-request-id");
    assert_eq!(id.len(), 36);
    for text in [id, "vestibule", "GET", "/login", "{pool"] {
        assert!(holds(&body, text), "{text}");
    }
    for secret in ["hush", "state=", app.pool.id.as_str()] {
        assert!(!holds(&body, secret), "{secret}");
    }
}
