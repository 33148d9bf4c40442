//! The certificate as the listener holds it: each new connection is shown the newest good one; connections that are open
//! go on with theirs.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, crypto::aws_lc_rs, version};

use super::validity::shown;
use super::{Certificate, Files, TlsError, Validity};
use crate::domain::clock::Micros;

/// How long before its end a certificate is warned about.
const WARN_SECS: i64 = 14 * 24 * 3600;

/// What a look at the files found.
#[derive(Debug)]
pub enum Checked {
    /// They are as they were.
    Same,
    /// They hold another certificate, which new connections see from now on.
    Replaced(Validity),
    /// They cannot be used; the certificate before them stays.
    Kept(TlsError),
}

/// The certificate that new connections see.
pub struct ServerCertificate {
    files: Files,
    shown: Arc<Shown>,
    /// As the files were when they were last read, so that an error is told once.
    seen: Mutex<Stamps>,
}

#[derive(Debug)]
struct Shown(RwLock<Certificate>);

/// When the files were last changed, and their lengths; follows links.
type Stamps = [Option<(SystemTime, u64)>; 2];

impl ServerCertificate {
    /// Reads the files.
    ///
    /// # Errors
    /// As [`Certificate::read`].
    pub fn open(files: Files, now: Micros) -> Result<Self, TlsError> {
        // before the files, so that a change while they are read is seen at the next look
        let seen = Mutex::new(stamps(&files));
        let certificate = Certificate::read(&files, now)?;
        Ok(Self { files, shown: Arc::new(Shown(RwLock::new(certificate))), seen })
    }

    /// The listener's side of TLS: 1.2 and 1.3, no client certificates. The listener adds what it speaks inside (ALPN).
    ///
    /// # Errors
    /// The provider knows neither version, which would be our mistake.
    pub fn config(&self) -> Result<ServerConfig, rustls::Error> {
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_protocol_versions(&[&version::TLS13, &version::TLS12])?
            .with_no_client_auth()
            .with_cert_resolver(self.shown.clone());
        Ok(config)
    }

    /// Looks at the files and takes over what they hold when that is another certificate, and a good one. `is_asked`: by
    /// someone, so that the files are read even if nothing shows that they changed.
    pub fn check(&self, now: Micros, is_asked: bool) -> Checked {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let stamps = stamps(&self.files);
        if stamps == *seen && !is_asked {
            return Checked::Same;
        }
        *seen = stamps;
        let certificate = match Certificate::read(&self.files, now) {
            Ok(certificate) => certificate,
            Err(error) => return Checked::Kept(error),
        };
        let mut shown = self.shown.0.write().unwrap_or_else(PoisonError::into_inner);
        if certificate.key.cert == shown.key.cert {
            return Checked::Same;
        }
        let validity = certificate.validity;
        *shown = certificate;
        Checked::Replaced(validity)
    }

    /// When the certificate ends, as RFC 3339, if that is near or past.
    #[must_use]
    pub fn ends_soon(&self, now: Micros) -> Option<String> {
        let not_after = self.shown.0.read().unwrap_or_else(PoisonError::into_inner).validity.not_after;
        (now.plus_secs(WARN_SECS) >= not_after).then(|| shown(not_after))
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).key.clone())
    }
}

fn stamps(files: &Files) -> Stamps {
    [&files.certificate, &files.key].map(|path| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    })
}
