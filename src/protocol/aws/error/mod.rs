//! The errors of Cognito's API: a name that clients match exactly, a message that some of them match too, a status.
//!
//! The wording lives in `wording*.rs`, one constructor per thing that can go wrong, so that no door writes its own.
//! Knows nothing of HTTP bodies and headers.

mod wording;
mod wording_manage;
mod wording_providers;
mod wording_request;

use std::borrow::Cow;
use std::fmt;

/// Writes the enum and the names that go over the wire.
macro_rules! exceptions {
    ($($(#[$meta:meta])* $variant:ident,)*) => {
        /// What an error is called, without its suffix `Exception`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Exception { $($(#[$meta])* $variant,)* }

        impl Exception {
            /// All of them, for tests and tables.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name on the wire.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => concat!(stringify!($variant), "Exception"),)* }
            }
        }
    };
}

exceptions! {
    /// The key is known, its role or its pool do not allow the operation.
    AccessDenied,
    /// Another account holds this alias.
    AliasExists,
    /// The message could not be handed over.
    CodeDeliveryFailure,
    /// The code, or the answer, is wrong.
    CodeMismatch,
    /// Somebody else changed it at the same time.
    ConcurrentModification,
    /// The pool has a provider of this name.
    DuplicateProvider,
    /// The first code of an authenticator app is wrong.
    EnableSoftwareTokenMFA,
    /// The code is used up or too old.
    ExpiredCode,
    /// The pool has a group of this name.
    GroupExists,
    /// The `Authorization` header is not complete.
    IncompleteSignature,
    /// Our fault. Status 500.
    InternalError,
    /// The trigger's answer cannot be read.
    InvalidLambdaResponse,
    /// The client's OAuth flow is not allowed.
    InvalidOAuthFlow,
    /// A member of the request is wrong.
    InvalidParameter,
    /// The password does not meet the pool's policy.
    InvalidPassword,
    /// Text messages cannot be published.
    InvalidSmsRoleAccessPolicy,
    /// The signature does not hold.
    InvalidSignature,
    /// The pool is not set up for this.
    InvalidUserPoolConfig,
    /// Tried too often.
    LimitExceeded,
    /// The operation must be signed and is not.
    MissingAuthenticationToken,
    /// The credentials do not open the account; or this caller may not.
    NotAuthorized,
    /// The password was used before.
    PasswordHistoryPolicyViolation,
    /// The account needs a new password first.
    PasswordResetRequired,
    /// A rotated refresh token came back.
    RefreshTokenReuse,
    /// No such pool, client or other thing.
    ResourceNotFound,
    /// A scope that no resource server defines.
    ScopeDoesNotExist,
    /// What the server needs is not there for the moment. Status 503.
    ServiceUnavailable,
    /// The body is not JSON of the right types.
    Serialization,
    /// The pool does not offer authenticator apps.
    SoftwareTokenMFANotFound,
    /// Too many wrong answers.
    TooManyFailedAttempts,
    /// The server sheds load, or the caller is too fast.
    TooManyRequests,
    /// The credential sent is of no kind that is known here.
    UnrecognizedClient,
    /// No operation has this name.
    UnknownOperation,
    /// The client is not believed, at the one operation that says it so.
    Unauthorized,
    /// What stands there is no provider that can be changed.
    UnsupportedIdentityProvider,
    /// The operation is known and not offered in this situation.
    UnsupportedOperation,
    /// A token of a kind that the operation does not take.
    UnsupportedTokenType,
    /// The account is not in a state that allows this.
    UnsupportedUserState,
    /// A trigger said no.
    UserLambdaValidation,
    /// Nothing waits for what an authenticator made, or not any more.
    WebAuthnChallengeNotFound,
    /// Another client began to add the passkey.
    WebAuthnClientMismatch,
    /// No domain is known that passkeys could belong to.
    WebAuthnConfigurationMissing,
    /// A kind of passkey that is not taken.
    WebAuthnCredentialNotSupported,
    /// The pool does not let people come with passkeys.
    WebAuthnNotEnabled,
    /// A page that may not use the pool's passkeys.
    WebAuthnOriginNotAllowed,
    /// The passkey is another relying party's.
    WebAuthnRelyingPartyMismatch,
    /// The account is not confirmed.
    UserNotConfirmed,
    /// No such user.
    UserNotFound,
    /// The pool does not weigh the risk of sign-ins.
    UserPoolAddOnNotEnabled,
    /// The username is taken.
    UsernameExists,
}

/// An error as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CognitoError {
    exception: Exception,
    message: Cow<'static, str>,
    retry_after_secs: Option<u64>,
}

impl CognitoError {
    /// An error with a message of one's own. Prefer the named constructors: their wording is Cognito's.
    pub fn new(exception: Exception, message: impl Into<Cow<'static, str>>) -> Self {
        Self { exception, message: message.into(), retry_after_secs: None }
    }

    /// The same, worth another try after so many seconds.
    #[must_use]
    pub fn after(self, secs: u64) -> Self {
        Self { retry_after_secs: Some(secs), ..self }
    }

    /// Seconds after which trying again helps, where it does.
    pub fn retry_after_secs(&self) -> Option<u64> {
        self.retry_after_secs
    }

    /// What it is called.
    pub fn exception(&self) -> Exception {
        self.exception
    }

    /// What it says.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The HTTP status: 400 but for our own faults, as on Cognito.
    pub fn status(&self) -> u16 {
        if self.exception == Exception::InternalError {
            500
        } else if self.exception == Exception::ServiceUnavailable {
            503
        } else {
            400
        }
    }
}

impl fmt::Display for CognitoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.exception.name(), self.message)
    }
}

impl std::error::Error for CognitoError {}

#[cfg(test)]
mod tests {
    use super::{CognitoError, Exception};

    #[test]
    fn names_end_in_exception() {
        assert_eq!(Exception::InvalidOAuthFlow.name(), "InvalidOAuthFlowException");
        assert_eq!(Exception::NotAuthorized.name(), "NotAuthorizedException");
    }

    #[test]
    fn only_our_own_faults_are_500() {
        for exception in Exception::ALL {
            let expected = match exception.name() {
                "InternalErrorException" => 500,
                "ServiceUnavailableException" => 503,
                _ => 400,
            };
            assert_eq!(CognitoError::new(*exception, "x").status(), expected, "{}", exception.name());
        }
    }
}
