//! HTTPS by the server itself.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use reqwest::{Certificate as Authority, Client, ClientBuilder, Version, tls};
use tempfile::TempDir;
use vestibule::domain::clock::{Clock as _, SystemClock};
use vestibule::tls::{Checked, Files, Part, ServerCertificate, TlsError};
use vestibule::web::limits::Patience;

use super::listening::{HANG, Listening};
use crate::support::node::HOST;

/// The two files of an operator, in a folder that goes away.
struct Pair {
    files: Files,
    folder: TempDir,
}

impl Pair {
    fn new() -> (Self, String) {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| -> PathBuf { folder.path().join(name) };
        let pair = Self { files: Files { certificate: file("cert.pem"), key: file("key.pem") }, folder };
        let certificate = pair.renew();
        (pair, certificate)
    }

    /// Another self-signed certificate in the same files; answers its PEM.
    fn renew(&self) -> String {
        let signed = rcgen::generate_simple_self_signed(vec![HOST.to_owned()]).unwrap();
        self.write(&signed.cert.pem(), &signed.signing_key.serialize_pem());
        signed.cert.pem()
    }

    /// As operators do it: beside, then over, so that each file is always whole.
    fn write(&self, certificate: &str, key: &str) {
        for (path, text) in [(&self.files.certificate, certificate), (&self.files.key, key)] {
            let beside = self.folder.path().join("new");
            fs::write(&beside, text).unwrap();
            fs::rename(&beside, path).unwrap();
        }
    }
}

struct Https {
    listening: Listening,
    certificate: Arc<ServerCertificate>,
    pair: Pair,
    /// The PEM that was there at the start.
    first: String,
}

fn start() -> Https {
    // the binary does this first thing
    let _already = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let (pair, first) = Pair::new();
    let certificate = Arc::new(ServerCertificate::open(pair.files.clone(), SystemClock.now()).unwrap());
    let listening = Listening::start(Patience::PRODUCTION, Some(certificate.config().unwrap()));
    Https { listening, certificate, pair, first }
}

impl Https {
    /// A client that trusts this certificate alone.
    fn trusting(&self, pem: &str) -> ClientBuilder {
        Client::builder()
            .no_proxy()
            .timeout(HANG)
            .tls_certs_only([Authority::from_pem(pem.as_bytes()).unwrap()])
            .resolve(HOST, self.listening.address)
    }

    async fn get(&self, client: &Client) -> reqwest::Result<Version> {
        let url = format!("https://{HOST}:{}/static/", self.listening.address.port());
        // the port is the test's own; the Host is the public URL's
        let answer = client.get(url).header("host", HOST).send().await?;
        assert!([404, 421].contains(&answer.status().as_u16()), "{answer:?}");
        Ok(answer.version())
    }
}

#[actix_web::test]
async fn both_versions_of_http_and_of_tls_are_spoken() {
    let https = start();
    let two = https.trusting(&https.first).build().unwrap();
    assert_eq!(https.get(&two).await.unwrap(), Version::HTTP_2);
    let one = https.trusting(&https.first).http1_only().build().unwrap();
    assert_eq!(https.get(&one).await.unwrap(), Version::HTTP_11);
    for version in [tls::Version::TLS_1_2, tls::Version::TLS_1_3] {
        let only = https.trusting(&https.first).tls_version_min(version).tls_version_max(version).build().unwrap();
        assert!(https.get(&only).await.is_ok(), "{version:?}");
    }
    assert!(!https.listening.serves(), "plain HTTP is not answered on this port");
}

/// A renewed certificate is shown to the next connection, and no connection that is open is cut.
#[actix_web::test]
async fn a_renewed_certificate_is_taken_over_while_a_connection_lives() {
    let https = start();
    // one connection, kept: it trusts the first certificate only
    let kept = https.trusting(&https.first).http1_only().build().unwrap();
    https.get(&kept).await.unwrap();
    assert!(matches!(https.certificate.check(SystemClock.now(), false), Checked::Same));

    let second = https.pair.renew();
    assert!(matches!(https.certificate.check(SystemClock.now(), false), Checked::Replaced(_)));
    assert!(matches!(https.certificate.check(SystemClock.now(), true), Checked::Same), "taken over once");
    https.get(&kept).await.expect("the open connection lives on");
    let fresh = https.trusting(&second).build().unwrap();
    https.get(&fresh).await.expect("a new connection sees the new certificate");
    let late = https.trusting(&https.first).build().unwrap();
    assert!(https.get(&late).await.is_err(), "nobody is shown the old one any more");
}

#[actix_web::test]
async fn files_that_cannot_be_used_keep_the_certificate_before_them() {
    let https = start();
    let (other, _) = Pair::new();
    let other_key = fs::read_to_string(&other.files.key).unwrap();
    for (certificate, key, part) in [
        (https.first.clone(), other_key, Part::Key),
        (https.first.clone(), "half a k".to_owned(), Part::Key),
        (String::new(), fs::read_to_string(&https.pair.files.key).unwrap(), Part::Certificate),
    ] {
        https.pair.write(&certificate, &key);
        let checked = https.certificate.check(SystemClock.now(), true);
        assert!(matches!(&checked, Checked::Kept(error) if error.part() == part), "{part:?}: {checked:?}");
        assert!(matches!(https.certificate.check(SystemClock.now(), false), Checked::Same), "told once");
        https.get(&https.trusting(&https.first).build().unwrap()).await.expect("the certificate before it stays");
    }
    fs::remove_file(&https.pair.files.key).unwrap();
    let checked = https.certificate.check(SystemClock.now(), false);
    assert!(matches!(checked, Checked::Kept(TlsError::Unreadable { part: Part::Key, .. })), "{checked:?}");
    let mended = https.pair.renew();
    assert!(matches!(https.certificate.check(SystemClock.now(), false), Checked::Replaced(_)));
    https.get(&https.trusting(&mended).build().unwrap()).await.expect("and a good one is taken over");
}

#[test]
fn an_end_within_14_days_is_told() {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(vec![HOST.to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(2020, 1, 1);
    params.not_after = rcgen::date_time_ymd(2100, 1, 31);
    let (pair, _) = Pair::new();
    pair.write(&params.self_signed(&key).unwrap().pem(), &key.serialize_pem());
    let certificate = ServerCertificate::open(pair.files.clone(), SystemClock.now()).unwrap();
    let end = vestibule::domain::clock::Micros::from_secs(4_105_036_800);
    assert_eq!(certificate.ends_soon(end.plus_secs(-14 * 86_400 - 1)), None);
    assert_eq!(certificate.ends_soon(end.plus_secs(-14 * 86_400)).unwrap(), "2100-01-31T00:00:00+00:00");
    assert!(certificate.ends_soon(end.plus_secs(1)).is_some());
}
