//! The cryptography of SAML: keys of identity providers, which verify; our keys, which sign and decrypt; the ciphers of
//! encrypted assertions.
//!
//! Knows keys, bytes and closed lists of algorithms, and nothing of XML. What is not in the lists cannot be asked for:
//! SHA-1 and MD5 signatures, HMAC, DSA, RSA below 2048 bits, RSA with the padding of PKCS#1 v1.5 for encryption, 3DES.

mod algorithm;
mod content;
mod peer_key;
mod sealing;
mod service_key;

pub use self::algorithm::{ContentAlgorithm, DigestAlgorithm, SignatureAlgorithm, TransportAlgorithm};
pub use self::content::open_content;
pub use self::peer_key::{PeerKey, PeerKeyError};
pub use self::sealing::{Sealed, seal_for};
pub use self::service_key::{CERTIFICATE_YEARS, ServiceKey, ServiceKeyError};
