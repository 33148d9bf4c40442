//! Verification of AWS Signature Version 4, header form.
//!
//! Two steps, so that the caller can look up the key in between: [`parse()`] reads the request strictly and works out
//! what must have been signed; [`ParsedAuthorization::verify`] compares the signature under a secret and checks the
//! clock. Where the key is unknown the caller verifies with [`DUMMY_SECRET`], so that an unknown key and a wrong
//! secret cost the same and answer the same (case 208).
//!
//! Stricter than Amazon, on purpose: there is one resource (`POST /`, no query), every header that is signed stands
//! in the request exactly once, every `x-amz-*` header that is sent is signed, and the body is always under the
//! signature. Presigned URLs, chunked uploads, session tokens and asymmetric signatures are refused. Knows nothing of
//! where keys are kept or of what the request asks for.

mod authorization;
mod canonical;
mod error;
mod parse;
mod sign;
mod signing_date;
#[cfg(test)]
mod tests;
mod verify;

pub use self::authorization::Scope;
pub use self::error::SigV4Error;
pub use self::parse::{ParsedAuthorization, RequestParts, parse};
pub use self::sign::{Signer, amz_date};
pub use self::verify::DUMMY_SECRET;

/// The only algorithm there is.
const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// Services whose scopes this product accepts; the region is never looked at, since it has none.
pub const SERVICES: [&str; 3] = ["cognito-idp", "cognito-identity", "vestibule"];

/// How far a signer's clock may be off, in seconds, either way.
pub const SKEW_SECS: i64 = 300;

/// Whether a request claims to be signed at all: it has an `Authorization` header or the query of a presigned URL.
pub fn is_signed(parts: &RequestParts<'_>) -> bool {
    parts.headers.iter().any(|(name, _)| *name == "authorization") || parse::is_presigned(parts)
}
