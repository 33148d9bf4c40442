//! HTTP/2 as hostile peers speak it, frame by frame (cases 127, 240 and 241). Each test waits for the server to close.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use vestibule::web::limits::Patience;

use super::listening::{Listening, read_to_end, self_signed};
use crate::support::node::HOST;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;
/// `:status: 200` in the table of headers.
const FOUND: u8 = 0x88;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;

struct Server {
    listening: Listening,
    certificate: CertificateDer<'static>,
}

/// A connection over TLS on which frames are written by hand.
struct Connection(StreamOwned<ClientConnection, TcpStream>);

impl Server {
    fn start(patience: Patience) -> Self {
        let (config, certificate) = self_signed(HOST);
        Self { listening: Listening::start(patience, Some(config)), certificate }
    }

    fn connect(&self, protocol: &[u8]) -> Connection {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        let name = ServerName::try_from(HOST).unwrap();
        let client = ClientConnection::new(Arc::new(config), name).unwrap();
        Connection(StreamOwned::new(client, self.listening.connect()))
    }

    /// A connection that has said hello in HTTP/2, with these settings.
    fn connect_two(&self, settings: &[u8]) -> Connection {
        let mut connection = self.connect(b"h2");
        connection.0.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").unwrap();
        assert!(connection.send(SETTINGS, 0, 0, settings));
        connection
    }

    fn serves(&self) -> bool {
        let mut connection = self.connect(b"http/1.1");
        let request = format!("GET /static/ HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
        connection.0.write_all(request.as_bytes()).unwrap();
        connection.read_to_close().starts_with(b"HTTP/1.1 404 ")
    }
}

impl Connection {
    /// Writes a frame (RFC 9113 §4.1); `false` once the server has closed.
    fn send(&mut self, kind: u8, flags: u8, stream: u32, payload: &[u8]) -> bool {
        let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
        let mut frame = length[1..].to_vec();
        frame.extend([kind, flags]);
        frame.extend(stream.to_be_bytes());
        frame.extend(payload);
        self.0.write_all(&frame).is_ok()
    }

    /// Gives up a write that the server does not take in for so long.
    fn patient_for(&self, time: Duration) {
        self.0.sock.set_write_timeout(Some(time)).unwrap();
    }

    /// Everything until the server closes, with or without a word.
    fn read_to_close(&mut self) -> Vec<u8> {
        let mut read = Vec::new();
        let mut chunk = [0; 4096];
        loop {
            match self.0.read(&mut chunk) {
                Ok(0) => return read,
                Ok(length) => read.extend_from_slice(&chunk[..length]),
                Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {
                    panic!("the server does not close")
                }
                Err(_) => return read,
            }
        }
    }

    /// The frames until the server closes, each with its kind and its payload.
    fn frames_to_close(&mut self) -> Vec<(u8, Vec<u8>)> {
        let read = self.read_to_close();
        let mut rest = read.as_slice();
        let mut frames = Vec::new();
        while rest.len() >= 9 {
            let end = 9 + u32::from_be_bytes([0, rest[0], rest[1], rest[2]]) as usize;
            frames.push((rest[3], rest.get(9..end).unwrap_or_default().to_vec()));
            rest = rest.get(end..).unwrap_or_default();
        }
        frames
    }

    /// The kinds of the frames until the server closes.
    fn kinds_to_close(&mut self) -> Vec<u8> {
        self.frames_to_close().into_iter().map(|(kind, _)| kind).collect()
    }
}

/// A header block of literals with names of their own (RFC 7541 §6.2.2), which says whatever it is told.
fn literals(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            block.push(u8::try_from(text.len()).unwrap());
            block.extend(text.as_bytes());
        }
    }
    block
}

/// The header block of `GET /login` (RFC 7541: two indexed fields, two literals with indexed names).
fn request() -> Vec<u8> {
    let mut block = vec![0x82, 0x87];
    for (name, value) in [(4_u8, "/login"), (1, HOST)] {
        block.extend([name, u8::try_from(value.len()).unwrap()]);
        block.extend(value.as_bytes());
    }
    block
}

fn impatient() -> Patience {
    let short = Duration::from_millis(1500);
    Patience { handshake: short, head: short, body: short, close: short, idle: short }
}

/// Case 240.
#[test]
fn who_stalls_in_the_handshake_is_cut_off_and_keeps_nobody_out() {
    let server = Server::start(impatient());
    let begin = |n: usize| {
        let mut stream = server.listening.connect();
        let begun: &[u8] = [b"".as_slice(), b"\x16\x03\x01", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"][n % 3];
        stream.write_all(begun).unwrap();
        stream
    };
    let stalled: Vec<_> = (0..60).map(begin).collect();
    assert!(server.serves(), "while they are there");
    for mut stream in stalled {
        read_to_end(&mut stream);
    }
    assert!(server.serves());
}

/// Case 240: a window of 0 holds an answer back for as long as the peer likes, but not one that is not there any more.
#[test]
fn who_grants_no_window_and_goes_silent_is_cut_off() {
    let server = Server::start(impatient());
    // SETTINGS_INITIAL_WINDOW_SIZE (4) = 0
    let mut connection = server.connect_two(&[0, 4, 0, 0, 0, 0]);
    assert!(connection.send(HEADERS, END_STREAM | END_HEADERS, 1, &request()));
    let kinds = connection.kinds_to_close();
    assert!(kinds.contains(&HEADERS) && !kinds.contains(&DATA), "{kinds:?}");
    assert!(server.serves());
}

/// Case 241 (CVE-2023-44487).
#[test]
fn rapid_resets_end_the_connection() {
    let server = Server::start(impatient());
    let mut connection = server.connect_two(&[]);
    let mut streams = (1_u32..).step_by(2).take(200_000);
    let cancel = |stream: u32| {
        connection.send(HEADERS, END_STREAM | END_HEADERS, stream, &request())
            && connection.send(RST_STREAM, 0, stream, &[0, 0, 0, 8])
    };
    let is_closed = !streams.all(cancel);
    let kinds = connection.kinds_to_close();
    assert!(is_closed || kinds.contains(&GOAWAY), "{kinds:?}");
    assert!(server.serves());
}

/// Case 241: a head that never ends.
#[test]
fn endless_continuations_end_the_connection() {
    let server = Server::start(impatient());
    let mut connection = server.connect_two(&[]);
    assert!(connection.send(HEADERS, END_STREAM, 1, &request()));
    // a literal field without indexing: "x" = 16,000 bytes
    let mut field = vec![0, 1, b'x', 0x7f, 0x81, 0x7c];
    field.extend(vec![b'a'; 16_000]);
    let sent = (0..2_000).take_while(|_| connection.send(CONTINUATION, 0, 1, &field)).count();
    let kinds = connection.kinds_to_close();
    assert!(sent < 2_000 || kinds.contains(&GOAWAY), "{sent} frames taken: {kinds:?}");
    assert!(server.serves());
}

/// How the answer to this request, alone on a connection, begins: with its `:status`, of which 200 has a place in the table (RFC
/// 7541 Appendix A); `None`: there is none.
fn answer_to(server: &Server, fields: &[(&str, &str)]) -> Option<u8> {
    let mut connection = server.connect_two(&[]);
    assert!(connection.send(HEADERS, END_STREAM | END_HEADERS, 1, &literals(fields)));
    // Nothing more will come, and everything up to here shall be answered: the server closes after that.
    connection.send(GOAWAY, 0, 0, &[0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
    let frames = connection.frames_to_close();
    frames.into_iter().find(|(kind, _)| *kind == HEADERS).and_then(|(_, payload)| payload.first().copied())
}

/// Case 127: what would be two requests, or another host's, to whoever reads it as HTTP/1.1 is none (RFC 9113 §8.2 and §8.3).
#[test]
fn what_smuggles_in_a_header_block_is_not_served() {
    let server = Server::start(impatient());
    let file = vestibule::render::assets::href("vestibule.css");
    let [method, scheme, path, host] =
        [(":method", "GET"), (":scheme", "https"), (":path", file.as_str()), (":authority", HOST)];
    let honest = [method, scheme, path, host];
    assert_eq!(answer_to(&server, &honest), Some(FOUND));
    assert_eq!(answer_to(&server, &[method, scheme, path, ("host", HOST)]), Some(FOUND));
    let nul = format!("{file}\0");
    let smuggled = format!("{file} HTTP/1.1\r\nhost: evil.test\r\n\r\n");
    let more = |field| honest.into_iter().chain([field]).collect::<Vec<_>>();
    let cases = [
        more(path),
        more(host),
        more(method),
        more((":x", "y")),
        more((":status", "200")),
        more(("host", "evil.test")),
        more(("X-Upper", "y")),
        more(("x", "y\r\nhost: evil.test")),
        more(("x", "y\nhost: evil.test")),
        more(("x", "y\0")),
        more(("x y", "z")),
        more(("x:", "z")),
        more(("", "z")),
        more(("connection", "close")),
        more(("transfer-encoding", "chunked")),
        more(("upgrade", "h2c")),
        more(("te", "gzip")),
        vec![method, scheme, path, (":authority", "evil.test")],
        vec![method, scheme, path, (":authority", "evil.test"), ("host", HOST)],
        vec![method, scheme, path, (":authority", "id.example.test@evil.test")],
        vec![method, scheme, path],
        vec![scheme, path, host],
        vec![method, scheme, host],
        vec![method, scheme, (":path", ""), host],
        vec![method, scheme, (":path", smuggled.as_str()), host],
        vec![method, scheme, (":path", nul.as_str()), host],
        vec![(":method", "GET /login HTTP/1.1\r\n"), scheme, path, host],
        vec![method, scheme, ("x", "before"), path, host],
    ];
    let answered: Vec<_> = cases.iter().filter(|fields| answer_to(&server, fields) == Some(FOUND)).collect();
    assert!(answered.is_empty(), "{answered:?}");
    assert_eq!(answer_to(&server, &honest), Some(FOUND));
    assert!(server.serves());
}

/// Case 241 (CVE-2025-8671): the server is made to reset the streams itself, by frames that are wrong.
#[test]
fn resets_that_the_server_is_made_to_send_end_the_connection() {
    let server = Server::start(impatient());
    let mut connection = server.connect_two(&[]);
    connection.patient_for(Duration::from_secs(2));
    let mut streams = (1_u32..).step_by(2).take(50_000);
    // An increment of 0 is an error of the stream (RFC 9113 §6.9).
    let provoke = |stream: u32| {
        connection.send(HEADERS, END_STREAM | END_HEADERS, stream, &request())
            && connection.send(WINDOW_UPDATE, 0, stream, &[0; 4])
    };
    let is_closed = !streams.all(provoke);
    let kinds = connection.kinds_to_close();
    assert!(is_closed || kinds.contains(&GOAWAY), "{} frames", kinds.len());
    assert!(server.serves());
}

/// Case 241: what must be acknowledged, from a peer that reads nothing. The server stops reading when it cannot write, keeps
/// nobody else out, and the connection ends with the server's patience.
#[test]
fn settings_and_pings_without_end_keep_nobody_out() {
    let server = Server::start(impatient());
    for (kind, payload) in [(SETTINGS, &[0, 4, 0, 0, 0xff, 0xff][..]), (PING, &[7; 8])] {
        let mut flooders: Vec<_> = (0..4).map(|_| server.connect_two(&[])).collect();
        for flooder in &mut flooders {
            flooder.patient_for(Duration::from_millis(500));
            let sent = (0..100_000).take_while(|_| flooder.send(kind, 0, 0, payload)).count();
            assert!(sent > 0);
        }
        assert!(server.serves(), "while they are there");
        for flooder in &mut flooders {
            flooder.read_to_close();
        }
        assert!(server.serves());
    }
}
