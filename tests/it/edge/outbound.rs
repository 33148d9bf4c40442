//! Calls to others, as the configuration allows them: an authority of the operator's own, and an end to who never ends.

use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use vestibule::app::reach;
use vestibule::config::{Config, Rules, Sources};
use vestibule::domain::random::SystemRandom;
use vestibule::outbound::{HttpClient, OutboundError};

use super::listening::HANG;

/// 32 bytes that are not all the same.
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// An authority that no system knows.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// Greets over TLS, as 127.0.0.1 in the name of an authority, whoever calls once.
#[expect(clippy::disallowed_methods, reason = "the other side, which answers while the client waits")]
fn greeting(authority: &CertifiedIssuer<'static, KeyPair>) -> (SocketAddr, JoinHandle<()>) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, authority).unwrap().der().clone();
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = Arc::new(builder.with_no_client_auth().with_single_cert(vec![certificate], key).unwrap());
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let (stream, _) = socket.accept().unwrap();
        stream.set_read_timeout(Some(HANG)).unwrap();
        let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
        // who does not trust the certificate goes without a word
        if stream.read(&mut [0; 2048]).is_ok_and(|read| read > 0) {
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi";
            let _written = stream.write_all(answer).and_then(|()| stream.flush());
        }
    });
    (address, thread)
}

/// The client of a configuration.
fn client(settings: &[(&str, &str)]) -> HttpClient {
    let all = settings.iter().chain(&[("VESTIBULE_MASTER_KEY", KEY)]);
    let environment = all.map(|(name, value)| (OsString::from(name), OsString::from(value))).collect();
    let sources = Sources { file: None, environment, data_folder: "unused".into() };
    let config = Config::load(Rules::Serve, &sources, &SystemRandom).unwrap();
    HttpClient::new(&reach(&config.outbound)).unwrap()
}

fn get(url: &str) -> http::Request<Vec<u8>> {
    http::Request::get(url).body(Vec::new()).unwrap()
}

#[actix_web::test]
async fn an_authority_of_the_operators_own_is_trusted_and_no_other() {
    let (ours, other) = (authority(), authority());
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, pem: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (ours_file, other_file) = (file("ours.pem", ours.pem()), file("other.pem", other.pem()));
    let allow = ("VESTIBULE_OUTBOUND_ALLOW", "127.0.0.0/8");
    for (settings, is_trusted) in [
        (vec![allow, ("VESTIBULE_EXTRA_CA_FILE", ours_file.as_str())], true),
        (vec![allow, ("VESTIBULE_EXTRA_CA_FILE", other_file.as_str())], false),
        (vec![allow], false),
    ] {
        let (address, thread) = greeting(&ours);
        let answer = client(&settings).send(get(&format!("https://{address}/"))).await;
        if is_trusted {
            assert_eq!(answer.unwrap().body(), b"hi");
        } else {
            assert!(matches!(answer, Err(OutboundError::Connect(_))), "{settings:?}: {answer:?}");
        }
        tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap();
    }
    // An authority opens no way to what may not be reached.
    let refused = client(&[("VESTIBULE_EXTRA_CA_FILE", &ours_file)]).send(get("https://127.0.0.1:8443/")).await;
    assert!(matches!(refused, Err(OutboundError::PrivateAddress)), "{refused:?}");
}

/// It is the client that ends it: whoever answers goes on for as long as anybody listens.
#[actix_web::test]
#[expect(clippy::disallowed_methods, reason = "the other side, which answers while the client waits")]
async fn who_trickles_an_answer_is_cut_off() {
    let socket = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = socket.accept().unwrap();
        // An answer that comes before the request is another fault.
        assert!(stream.read(&mut [0; 1024]).unwrap() > 0);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n").unwrap();
        // ends with the connection, or when the test would have failed long ago
        (0..400).take_while(|_| stream.write_all(b"a").is_ok()).for_each(|_| pause());
    });
    let answer = client(&[("VESTIBULE_OUTBOUND_ALLOW", "127.0.0.1/32")]).send(get(&format!("http://{address}/"))).await;
    assert!(matches!(answer, Err(OutboundError::Timeout)), "{answer:?}");
    tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap();
}

/// Between two bytes of a peer that trickles: short before the client's patience, which is what makes it a trickle.
fn pause() {
    std::thread::sleep(Duration::from_millis(50));
}
