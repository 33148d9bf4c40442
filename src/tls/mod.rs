//! The certificate that the public listener shows: read from two PEM files, judged, and replaced while connections live.
//!
//! `config` judges the files before the start; the composition root keeps a [`ServerCertificate`] and has it look at the
//! files again. Knows nothing of sockets and requests.

mod certificate;
mod error;
mod server;
mod validity;

pub use self::certificate::{Certificate, Files};
pub use self::error::{Part, TlsError};
pub use self::server::{Checked, ServerCertificate};
pub use self::validity::Validity;
