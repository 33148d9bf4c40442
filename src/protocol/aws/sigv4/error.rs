//! Why a signature was refused.

use super::SERVICES;
use crate::protocol::aws::error::{CognitoError, Exception};

/// Why a signature was refused. None of them says whether the access key exists.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigV4Error {
    /// There is no `Authorization` header.
    #[error("Missing Authentication Token")]
    Missing,
    /// The signature stands in the query.
    #[error("Presigned requests are not supported. Sign the request with an Authorization header.")]
    Presigned,
    /// The query is not empty, and nothing here takes one.
    #[error("This API takes no query parameters.")]
    Query,
    /// The `Authorization` header, or a header that it names, is not as it must be; the text says how.
    #[error("{0}")]
    Incomplete(String),
    /// The signature is complete but does not hold; the text says why.
    #[error("{0}")]
    Invalid(String),
    /// The signature is another one than the secret yields, or the key is not known.
    #[error(
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access \
         Key and signing method. Consult the service documentation for details."
    )]
    Mismatch,
    /// A session token was sent; keys here are long-lived and have none.
    #[error("The security token included in the request is invalid.")]
    SessionToken,
}

impl SigV4Error {
    pub(super) fn incomplete(text: impl Into<String>) -> Self {
        Self::Incomplete(text.into())
    }

    pub(super) fn invalid(text: impl Into<String>) -> Self {
        Self::Invalid(text.into())
    }

    pub(super) fn wrong_service(accepted: &[&str]) -> Self {
        let expected = accepted.first().copied().unwrap_or(SERVICES[0]);
        Self::Invalid(format!("Credential should be scoped to correct service: '{expected}'. "))
    }
}

impl From<SigV4Error> for CognitoError {
    fn from(error: SigV4Error) -> Self {
        let exception = match error {
            SigV4Error::Missing => Exception::MissingAuthenticationToken,
            SigV4Error::Presigned | SigV4Error::Query | SigV4Error::Incomplete(_) => Exception::IncompleteSignature,
            SigV4Error::Invalid(_) | SigV4Error::Mismatch => Exception::InvalidSignature,
            SigV4Error::SessionToken => Exception::UnrecognizedClient,
        };
        Self::new(exception, error.to_string())
    }
}
