//! The application on a loopback port, in a thread with a runtime of its own as in production.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt::System;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use vestibule::app::{Limits, Parts, Site, assemble};
use vestibule::crypto::hashing::HashingParams;
use vestibule::crypto::signing::KeySource;
use vestibule::domain::clock::SystemClock;
use vestibule::domain::random::SeededRandom;
use vestibule::flows::time::Follows;
use vestibule::render::Catalog;
use vestibule::web::limits::Patience;
use vestibule::web::middleware::Edge;

use crate::support::database;
use crate::support::node::{HOST, PUBLIC_URL};

/// Longer than anything here takes: a test that waits this long has failed.
pub(super) const HANG: Duration = Duration::from_secs(20);

/// A server that listens. Stops when it is dropped.
pub(super) struct Listening {
    pub(super) address: SocketAddr,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Listening {
    /// The public doors.
    pub(super) fn start(patience: Patience, tls: Option<ServerConfig>) -> Self {
        Self::start_as(patience, move |site, socket| site.listen(socket, tls).unwrap())
    }

    /// The operator's listener.
    pub(super) fn start_admin() -> Self {
        Self::start_as(Patience::PRODUCTION, |site, socket| site.listen_admin(socket).unwrap())
    }

    #[expect(clippy::disallowed_methods, reason = "the server has a thread of its own, as in production")]
    fn start_as(
        patience: Patience,
        listen: impl FnOnce(&Site, TcpListener) -> actix_web::dev::Server + Send + 'static,
    ) -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        let (started, starting) = mpsc::channel();
        let run = async move {
            let database = database::fresh().await;
            let (clock, random) = (Arc::new(SystemClock), Arc::new(SeededRandom::new(7)));
            let public_url = PUBLIC_URL.parse().unwrap();
            let edge = Edge::new(&public_url, &[], Vec::new(), clock.clone(), random.clone());
            let deps = assemble(Parts {
                database: database.database().clone(),
                master_key: database.master_key(),
                clock,
                follows: Follows::Nothing,
                random,
                hashing: HashingParams::weak_for_tests(),
                breached: vestibule::flows::BreachedPasswords::default(),
                addresses: vestibule::flows::risk::Addresses::default(),
                key_source: KeySource::Fresh,
                public_url,
                region: "xx-local-1".to_owned(),
                limits: Limits::default(),
                reach: vestibule::outbound::Reach::default(),
            })
            .await
            .unwrap();
            let site = Site::new(deps, edge, Arc::new(Catalog::embedded().unwrap())).with_patience(patience);
            let server = listen(&site, socket);
            started.send(server.handle()).unwrap();
            server.await.unwrap();
        };
        let thread = std::thread::spawn(move || System::new().block_on(run));
        let handle = starting.recv_timeout(HANG).unwrap();
        Self { address, handle, thread: Some(thread) }
    }

    /// A connection that waits no longer than a test may hang.
    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(HANG)).unwrap();
        stream.set_nodelay(true).unwrap();
        stream
    }

    /// Sends these bytes and reads until the server closes.
    pub(super) fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // the server may close before everything is written, which is what some tests are about
        let _written = stream.write_all(bytes);
        read_to_end(&mut stream)
    }

    /// What an honest client is answered.
    pub(super) fn serves(&self) -> bool {
        let request = format!("GET /static/ HTTP/1.1\r\nhost: {HOST}\r\nconnection: close\r\n\r\n");
        self.exchange(request.as_bytes()).starts_with("HTTP/1.1 404 ")
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _stopping = self.handle.stop(false);
        let ended = self.thread.take().is_none_or(|thread| thread.join().is_ok());
        assert!(ended || std::thread::panicking(), "the server panicked");
    }
}

/// One side of TLS with a certificate of its own, for `name`, and that certificate.
pub(super) fn self_signed(name: &str) -> (ServerConfig, CertificateDer<'static>) {
    let signed = rcgen::generate_simple_self_signed(vec![name.to_owned()]).unwrap();
    let certificate = signed.cert.der().clone();
    let key = PrivateKeyDer::try_from(signed.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    (builder.with_no_client_auth().with_single_cert(vec![certificate.clone()], key).unwrap(), certificate)
}

/// Everything until the server closes. A reset counts as closed; waiting in vain does not.
pub(super) fn read_to_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => answer.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => break,
            Err(error) => panic!("the server does not close: {error}; so far {:?}", String::from_utf8_lossy(&answer)),
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}
