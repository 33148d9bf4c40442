//! Which pairs of files a server starts with.

use std::fs;
use std::path::Path;

use super::*;

/// A certificate for these days and its key, as PEM.
fn pair(from: i32, until: i32) -> (String, String) {
    let key = rcgen::KeyPair::generate().unwrap();
    let mut params = rcgen::CertificateParams::new(vec!["id.example.test".to_owned()]).unwrap();
    params.not_before = rcgen::date_time_ymd(from, 1, 1);
    params.not_after = rcgen::date_time_ymd(until, 1, 1);
    (params.self_signed(&key).unwrap().pem(), key.serialize_pem())
}

fn check(folder: &Path, certificate: &str, key: &str) -> Result<Option<Files>, String> {
    let place = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        Some(path.display().to_string())
    };
    read_as(&TlsKeys { cert: place("cert.pem", certificate), key: place("key.pem", key) }, Rules::Serve)
}

fn read_as(keys: &TlsKeys, rules: Rules) -> Result<Option<Files>, String> {
    let mut problems = Problems::default();
    let files = read(keys, rules, &mut problems);
    problems.into_result(files.ok()).map_err(|error| error.to_string())
}

#[test]
fn both_files_or_neither() {
    let some = || Some("x.pem".to_owned());
    assert_eq!(read_as(&TlsKeys::default(), Rules::Serve).unwrap(), None);
    let error = read_as(&TlsKeys { cert: some(), key: None }, Rules::Serve).unwrap_err();
    assert!(error.contains("tls.key (VESTIBULE_TLS_KEY): must be set together with tls.cert"), "{error}");
    let error = read_as(&TlsKeys { cert: None, key: some() }, Rules::Serve).unwrap_err();
    assert!(error.contains("tls.cert (VESTIBULE_TLS_CERT): must be set together with tls.key"), "{error}");
    let missing = TlsKeys { cert: Some("/nonexistent/cert.pem".to_owned()), key: some() };
    let error = read_as(&missing, Rules::Serve).unwrap_err();
    assert!(error.contains("tls.cert (VESTIBULE_TLS_CERT): cannot read /nonexistent/cert.pem"), "{error}");
    assert!(read_as(&missing, Rules::Operate).is_ok(), "who does not listen needs no certificate");
}

#[test]
fn what_is_wrong_with_a_pair_is_named_at_the_file_to_change() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = pair(2020, 2200);
    assert!(check(folder.path(), &certificate, &key).unwrap().is_some());
    let (other, other_key) = pair(2020, 2200);
    assert!(check(folder.path(), &format!("{certificate}{other}"), &key).is_ok(), "a chain may follow");
    let (expired, expired_key) = pair(2020, 2021);
    let (early, early_key) = pair(2190, 2200);
    for (certificate, key, expected) in [
        (&certificate, &other_key, "tls.key (VESTIBULE_TLS_KEY): the key in"),
        (&expired, &expired_key, "expired at 2021-01-01T00:00:00"),
        (&early, &early_key, "is not valid before 2190-01-01T00:00:00"),
        (&String::new(), &key, "tls.cert (VESTIBULE_TLS_CERT): "),
        (&key, &key, "no usable PEM block of the certificate"),
        (&certificate, &certificate, "no usable PEM block of the private key"),
        (&certificate.replace("MII", "AAA"), &key, "tls.cert (VESTIBULE_TLS_CERT): "),
        (&certificate, &key.replace("MI", "AA"), "tls.key (VESTIBULE_TLS_KEY): "),
    ] {
        let error = check(folder.path(), certificate, key).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
        assert!(!error.contains("PRIVATE KEY--"), "{error}");
    }
}
