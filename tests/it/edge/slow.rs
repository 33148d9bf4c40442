//! Peers who send or read as slowly as they may (case 240). Each test waits for the server to close, never for a time.

use std::io::Write as _;
use std::time::Duration;

use vestibule::web::limits::Patience;

use super::listening::{Listening, read_to_end};
use crate::support::node::HOST;

/// A server that loses its patience at once.
fn impatient() -> Listening {
    let short = Duration::from_millis(1500);
    Listening::start(Patience { handshake: short, head: short, body: short, close: short, idle: short }, None)
}

#[test]
fn who_sends_nothing_or_half_a_head_is_cut_off() {
    let server = impatient();
    for begun in ["", "G", "GET /login HTTP/1.1\r\n", "GET /login HTTP/1.1\r\nhost: id.example.test\r\nx-slow: "] {
        let mut stream = server.connect();
        stream.write_all(begun.as_bytes()).unwrap();
        let answer = read_to_end(&mut stream);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{begun}: {answer}");
    }
    assert!(server.serves());
}

#[test]
fn an_idle_connection_is_closed_after_its_answer() {
    let server = impatient();
    let mut stream = server.connect();
    stream.write_all(format!("GET /static/ HTTP/1.1\r\nhost: {HOST}\r\n\r\n").as_bytes()).unwrap();
    assert!(read_to_end(&mut stream).starts_with("HTTP/1.1 404 "));
}
