//! Signing tokens and verifying our own: compact JWS (RFC 7515 §3.1) over keys that are parsed once; and verifying those of
//! others, with the keys that they publish.
//!
//! Knows nothing of claims, of where keys are kept and of when they are rotated.

mod foreign;
#[cfg(test)]
mod foreign_tests;
mod jwk;
mod key;
mod source;
#[cfg(test)]
mod tests;
mod verify;

pub use self::foreign::{ForeignError, ForeignKeys, ForeignToken, Verified};
pub use self::key::{SigningError, SigningKey, pem_body};
pub use self::source::{FixedKeys, KeySource};
pub use self::verify::{MAX_TOKEN_LEN, VerifyError, VerifyingKey, unverified_issuer, verify, verify_signature};
pub use crate::domain::signing_algorithm::SigningAlgorithm;
