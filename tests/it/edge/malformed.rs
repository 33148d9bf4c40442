//! What is not HTTP, or means one thing to a proxy in front and another to us (case 127).

use vestibule::web::limits::Patience;

use super::listening::Listening;
use crate::support::node::HOST;

fn server() -> Listening {
    Listening::start(Patience::PRODUCTION, None)
}

/// A second request, which must never be answered.
const SMUGGLED: &str = "GET /static/smuggled HTTP/1.1\r\nhost: id.example.test\r\nconnection: close\r\n\r\n";

fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

/// Case 127: ambiguous lengths are refused, and the connection with them.
#[test]
fn requests_of_two_lengths_are_refused_and_the_connection_closed() {
    let server = server();
    let head =
        format!("POST /oauth2/token HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/x-www-form-urlencoded\r\n");
    for framing in [
        "content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n",
        "content-length: 0\r\ncontent-length: 5\r\n\r\n",
        "content-length: 5\r\ncontent-length: 0\r\n\r\n",
        "content-length: 0, 5\r\n\r\n",
        "content-length: -1\r\n\r\n",
        "content-length: +5\r\n\r\n",
        "content-length: 0x5\r\n\r\n",
        "content-length: 99999999999999999999999\r\n\r\n",
        "content-length : 5\r\n\r\n",
        "transfer-encoding : chunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "transfer-encoding: xchunked\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\ntransfer-encoding: cow\r\n\r\n0\r\n\r\n",
        "transfer-encoding: chunked\r\n\r\nxyz\r\n",
        "transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
        "transfer-encoding: chunked\r\n\r\n-1\r\n",
        "transfer-encoding: chunked\r\n\r\n1\ra\r\n0\r\n\r\n",
        "transfer-encoding:\u{b}chunked\r\n\r\n0\r\n\r\n",
        "x: y\rtransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "x\0: y\r\n\r\n",
    ] {
        let answer = server.exchange(format!("{head}{framing}{SMUGGLED}").as_bytes());
        assert!(answers(&answer) <= 1, "{framing:?}: {answer}");
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{framing:?}: {answer}");
    }
    assert!(server.serves());
}

#[test]
fn what_is_not_http_is_refused() {
    let server = server();
    for bytes in [
        b"\r\n\r\n\r\n\0\0".as_slice(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: id.example.test\r\n\r\n",
        b"GET / HTTP/1.1\nhost id.example.test\n\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0",
        b"CONNECT evil.test:443 HTTP/1.1\r\nhost: evil.test\r\nconnection: close\r\n\r\n",
        b"GET http://evil.test/login HTTP/1.1\r\nhost: id.example.test\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: id.example.test\r\nhost: id.example.test\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nhost: id.example.test\r\n folded: x\r\nconnection: close\r\n\r\n",
    ] {
        // half-closed, so that what waits for more sees that there is none
        let answer = {
            use std::io::Write as _;
            let mut stream = server.connect();
            let _written = stream.write_all(bytes);
            let _closed = stream.shutdown(std::net::Shutdown::Write);
            super::listening::read_to_end(&mut stream)
        };
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4"),
            "{:?}: {answer}",
            String::from_utf8_lossy(bytes)
        );
        assert!(answers(&answer) <= 1);
    }
    assert!(server.serves());
}

/// Case 238, as far as the parser decides it.
#[test]
fn heads_beyond_any_bound_are_refused() {
    let server = server();
    let many = (0..500).fold(String::new(), |head, n| head + &format!("x-{n}: 1\r\n"));
    let endless = format!("x-long: {}\r\n", "a".repeat(300_000));
    let target = format!("GET /{} HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n", "a".repeat(300_000));
    for request in [
        format!("GET /login HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n{many}\r\n"),
        format!("GET /login HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n{endless}\r\n"),
        target,
    ] {
        let answer = server.exchange(request.as_bytes());
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{}", &answer[..answer.len().min(200)]);
    }
    assert!(server.serves());
}

/// Case 253: what is for the operator is not on the public listener, and the other way round.
#[test]
fn health_and_metrics_are_on_the_operators_listener_only() {
    let (public, admin) = (server(), Listening::start_admin());
    let ask = |server: &Listening, path: &str| {
        server.exchange(format!("GET {path} HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n").as_bytes())
    };
    for path in ["/healthz", "/readyz"] {
        assert!(ask(&public, path).starts_with("HTTP/1.1 404 "), "{path}");
        assert!(ask(&admin, path).starts_with("HTTP/1.1 200 "), "{path}");
    }
    for path in ["/login", "/oauth2/token", "/.well-known/openid-configuration"] {
        assert!(ask(&admin, path).starts_with("HTTP/1.1 404 "), "{path}");
    }
}
