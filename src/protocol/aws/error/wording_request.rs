//! What the front door says before any operation has begun.

use super::wording::say;
use super::{CognitoError, Exception};

say! {
    /// `X-Amz-Target` is absent.
    no_operation: UnknownOperation, "The header X-Amz-Target is missing.";
    /// The operation must be signed and is not.
    missing_authentication_token: MissingAuthenticationToken, "Missing Authentication Token";
    /// The content type is another one.
    wrong_content_type: Serialization, "The content type must be application/x-amz-json-1.1.";
}

impl CognitoError {
    /// No operation has this name.
    #[must_use]
    pub fn unknown_operation() -> Self {
        Self::new(Exception::UnknownOperation, "The operation is not known.")
    }

    /// Cognito has this operation and we do not, yet.
    #[must_use]
    pub fn operation_not_offered(operation: &str) -> Self {
        Self::new(
            Exception::UnknownOperation,
            format!("{operation} is an operation of Amazon Cognito that this server does not offer yet."),
        )
    }

    /// The body cannot be read as what it should be.
    #[must_use]
    pub fn serialization(message: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::new(Exception::Serialization, message)
    }

    /// A member of the request is wrong.
    #[must_use]
    pub fn invalid_parameter(message: impl Into<std::borrow::Cow<'static, str>>) -> Self {
        Self::new(Exception::InvalidParameter, message)
    }

    /// A member that no version of the operation has.
    #[must_use]
    pub fn unknown_member(path: &str) -> Self {
        Self::invalid_parameter(format!("The request has a member that is not known: '{path}'."))
    }

    /// A member that Cognito honours and we do not: refused rather than stored and ignored.
    #[must_use]
    pub fn member_not_honoured(path: &str) -> Self {
        Self::invalid_parameter(format!("'{path}' is not supported by this server yet; leave it out."))
    }
}
