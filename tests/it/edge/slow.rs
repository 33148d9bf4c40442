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

/// Both framings of a body, which the server treats differently, on a route that reads its body, on one that does not, and
/// on a host that is refused before.
#[test]
fn who_sends_half_a_body_is_answered_and_cut_off() {
    let server = impatient();
    for framing in ["content-length: 100\r\n\r\ngrant", "transfer-encoding: chunked\r\n\r\n5\r\ngrant\r\n"] {
        for (path, host) in [("/oauth2/token", HOST), ("/nothing", HOST), ("/", HOST), ("/login", "evil.test")] {
            let mut stream = server.connect();
            let head = format!(
                "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/x-www-form-urlencoded\r\n{framing}"
            );
            stream.write_all(head.as_bytes()).unwrap();
            let answer = read_to_end(&mut stream);
            assert!(answer.starts_with("HTTP/1.1 4"), "{path} {framing}: {answer}");
            assert!(answer.to_ascii_lowercase().contains("connection: close"), "{path} {framing}: {answer}");
        }
    }
    assert!(server.serves());
}

/// A byte now and then does not buy more time.
#[test]
#[expect(clippy::disallowed_methods, reason = "the peer trickles while its answer is read")]
fn who_trickles_a_body_is_cut_off_too() {
    let server = impatient();
    for (framing, drop) in
        [("content-length: 100000\r\n\r\n", "a"), ("transfer-encoding: chunked\r\n\r\n", "1\r\na\r\n")]
    {
        let mut stream = server.connect();
        let head = format!("POST /oauth2/token HTTP/1.1\r\nhost: {HOST}\r\n{framing}");
        stream.write_all(head.as_bytes()).unwrap();
        let mut sender = stream.try_clone().unwrap();
        let trickle = std::thread::spawn(move || {
            // ends with the connection, or when the test would have failed long ago
            (0..400).take_while(|_| sender.write_all(drop.as_bytes()).is_ok()).for_each(|_| pause());
        });
        assert!(read_to_end(&mut stream).starts_with("HTTP/1.1 4"), "{framing}");
        trickle.join().unwrap();
    }
    assert!(server.serves());
}

/// Between two bytes of a peer that trickles: short before the server's patience, which is what makes it a trickle.
fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}

#[test]
fn two_hundred_slow_peers_keep_nobody_out() {
    let server = impatient();
    let begin = |n: usize| {
        let mut stream = server.connect();
        let body = if n.is_multiple_of(2) {
            "content-length: 100\r\n\r\na"
        } else {
            "transfer-encoding: chunked\r\n\r\n1\r\n"
        };
        let head = format!("POST /oauth2/token HTTP/1.1\r\nhost: {HOST}\r\n{body}");
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let slow: Vec<_> = (0..200).map(begin).collect();
    assert!(server.serves(), "while they are there");
    for mut stream in slow {
        read_to_end(&mut stream);
    }
    assert!(server.serves());
}

/// A connection goes on after a body that was read, in either framing.
#[test]
fn an_honest_body_leaves_the_connection_open() {
    let server = impatient();
    let mut stream = server.connect();
    for (path, framing) in [
        ("/oauth2/token", "content-length: 5\r\n\r\ngrant"),
        ("/oauth2/token", "transfer-encoding: chunked\r\n\r\n5\r\ngrant\r\n0\r\n\r\n"),
    ] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: {HOST}\r\n{framing}");
        stream.write_all(head.as_bytes()).unwrap();
    }
    stream.write_all(format!("GET /static/ HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n").as_bytes()).unwrap();
    let answers = read_to_end(&mut stream);
    assert_eq!(answers.matches("HTTP/1.1 4").count(), 3, "{answers}");
}

#[test]
fn an_idle_connection_is_closed_after_its_answer() {
    let server = impatient();
    let mut stream = server.connect();
    stream.write_all(format!("GET /static/ HTTP/1.1\r\nhost: {HOST}\r\n\r\n").as_bytes()).unwrap();
    assert!(read_to_end(&mut stream).starts_with("HTTP/1.1 404 "));
}
