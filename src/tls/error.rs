//! Why a certificate cannot be used, in an operator's words.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Which of the two files is at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The certificate and its chain.
    Certificate,
    /// The private key.
    Key,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Certificate => "the certificate",
            Self::Key => "the private key",
        })
    }
}

/// Why a certificate cannot be used. Never holds a part of a key.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Unreadable {
        /// The file's role.
        part: Part,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file holds no PEM block of its kind, or a broken one.
    #[error("{} holds no usable PEM block of {part}", path.display())]
    NotPem {
        /// The file's role.
        part: Part,
        /// The file.
        path: PathBuf,
    },
    /// The first certificate is not an X.509 certificate that can be read.
    #[error("the first certificate in {} cannot be read", .0.display())]
    BadCertificate(PathBuf),
    /// The key is of a kind that cannot sign.
    #[error("the key in {} is of a kind that is not supported: use an EC (P-256 or P-384), RSA or Ed25519 key", .0.display())]
    BadKey(PathBuf),
    /// The key is not the certificate's.
    #[error("the key in {} does not belong to the first certificate", .0.display())]
    Mismatch(PathBuf),
    /// The certificate's time is over.
    #[error("the certificate in {} expired at {at}", path.display())]
    Expired {
        /// The file.
        path: PathBuf,
        /// When, as RFC 3339.
        at: String,
    },
    /// The certificate's time has not begun.
    #[error("the certificate in {} is not valid before {at}", path.display())]
    NotYetValid {
        /// The file.
        path: PathBuf,
        /// When it begins, as RFC 3339.
        at: String,
    },
}

impl TlsError {
    /// The file that the operator must change.
    #[must_use]
    pub fn part(&self) -> Part {
        match self {
            Self::Unreadable { part, .. } | Self::NotPem { part, .. } => *part,
            Self::BadKey(_) | Self::Mismatch(_) => Part::Key,
            Self::BadCertificate(_) | Self::Expired { .. } | Self::NotYetValid { .. } => Part::Certificate,
        }
    }
}
