//! Reads a certificate and its key from their files and judges whether a listener may show them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use rustls::{Error, InconsistentKeys};
use zeroize::Zeroizing;

use super::validity::shown;
use super::{Part, TlsError, Validity};
use crate::domain::clock::Micros;

/// The two PEM files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// The certificate, followed by its chain.
    pub certificate: PathBuf,
    /// The private key: PKCS#8, SEC 1 or PKCS#1.
    pub key: PathBuf,
}

/// A certificate with its key: they belong together, and their time is now.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub(super) key: Arc<CertifiedKey>,
    /// When it holds.
    pub validity: Validity,
}

impl Certificate {
    /// Reads and judges the files at the moment `now`.
    ///
    /// # Errors
    /// What is wrong, and with which file.
    pub fn read(files: &Files, now: Micros) -> Result<Self, TlsError> {
        let pem = read(&files.certificate, Part::Certificate)?;
        let secret_pem = Zeroizing::new(read(&files.key, Part::Key)?);
        let not_pem = |part, path: &Path| TlsError::NotPem { part, path: path.to_owned() };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&pem)
            .collect::<Result<_, _>>()
            .map_err(|_| not_pem(Part::Certificate, &files.certificate))?;
        let leaf = chain.first().ok_or_else(|| not_pem(Part::Certificate, &files.certificate))?;
        let validity = Validity::of(leaf).ok_or_else(|| TlsError::BadCertificate(files.certificate.clone()))?;
        let key = PrivateKeyDer::from_pem_slice(&secret_pem).map_err(|_| not_pem(Part::Key, &files.key))?;
        let provider = aws_lc_rs::default_provider();
        let signing = provider.key_provider.load_private_key(key).map_err(|_| TlsError::BadKey(files.key.clone()))?;
        let certified = CertifiedKey::new(chain, signing);
        match certified.keys_match() {
            // "unknown" is the answer of keys that cannot tell their public half
            Ok(()) | Err(Error::InconsistentKeys(InconsistentKeys::Unknown)) => {}
            Err(Error::InconsistentKeys(_)) => return Err(TlsError::Mismatch(files.key.clone())),
            Err(_) => return Err(TlsError::BadCertificate(files.certificate.clone())),
        }
        if now > validity.not_after {
            return Err(TlsError::Expired { path: files.certificate.clone(), at: shown(validity.not_after) });
        }
        if now < validity.not_before {
            return Err(TlsError::NotYetValid { path: files.certificate.clone(), at: shown(validity.not_before) });
        }
        Ok(Self { key: Arc::new(certified), validity })
    }
}

fn read(path: &Path, part: Part) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|source| TlsError::Unreadable { part, path: path.to_owned(), source })
}
