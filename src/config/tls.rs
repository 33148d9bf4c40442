//! HTTPS on the public listener: `[tls]`.

use super::{Rules, key::section, problem::Problems};
use crate::domain::clock::{Clock as _, SystemClock};
use crate::tls::{Certificate, Files, Part};

section! {
    /// HTTPS on the public listener: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1. Unset: plain HTTP, for a proxy in front that
    /// speaks HTTPS.
    struct TlsKeys in "tls" {
        /// A PEM file with the certificate, followed by its chain. Set together with the key. Replaced files are taken
        /// over within seconds and at SIGHUP, without a restart; files that cannot be used are logged and the
        /// certificate before them stays. From 14 days before its end a certificate is warned about.
        ("tls.cert", "VESTIBULE_TLS_CERT")
        cert: Option<String> = None;
        /// A PEM file with its private key.
        ("tls.key", "VESTIBULE_TLS_KEY")
        key: Option<String> = None;
    }
}

/// A problem was added.
pub(super) struct Refused;

/// Whether the operator asked for HTTPS, rightly or wrongly.
pub(super) fn is_wanted(keys: &TlsKeys) -> bool {
    keys.cert.is_some() || keys.key.is_some()
}

/// Checks the section, and the files where a server is to be started with them.
pub(super) fn read(keys: &TlsKeys, rules: Rules, problems: &mut Problems) -> Result<Option<Files>, Refused> {
    let files = match (&keys.cert, &keys.key) {
        (Some(certificate), Some(key)) => Files { certificate: certificate.into(), key: key.into() },
        (None, None) => return Ok(None),
        (Some(_), None) => {
            problems.add("tls.key", "must be set together with tls.cert");
            return Err(Refused);
        }
        (None, Some(_)) => {
            problems.add("tls.cert", "must be set together with tls.key");
            return Err(Refused);
        }
    };
    // the commands that do not listen work with an expired certificate too
    if rules == Rules::Operate {
        return Ok(Some(files));
    }
    match Certificate::read(&files, SystemClock.now()) {
        Ok(_) => Ok(Some(files)),
        Err(error) => {
            let path = match error.part() {
                Part::Certificate => "tls.cert",
                Part::Key => "tls.key",
            };
            problems.add(path, error.to_string());
            Err(Refused)
        }
    }
}

#[cfg(test)]
mod tests;
