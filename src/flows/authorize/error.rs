//! How an authorization request is refused: on a page while the redirect URI is not trusted, by redirect after.

/// Error codes of RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6 and RFC 8707 §2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorizeErrorCode {
    /// `invalid_request`
    InvalidRequest,
    /// `unauthorized_client`
    UnauthorizedClient,
    /// `unsupported_response_type`
    UnsupportedResponseType,
    /// `invalid_scope`
    InvalidScope,
    /// `login_required`
    LoginRequired,
    /// `access_denied`
    AccessDenied,
    /// `request_not_supported`
    RequestNotSupported,
    /// `request_uri_not_supported`
    RequestUriNotSupported,
    /// `registration_not_supported`
    RegistrationNotSupported,
    /// `invalid_target`
    InvalidTarget,
}

impl AuthorizeErrorCode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::LoginRequired => "login_required",
            Self::AccessDenied => "access_denied",
            Self::RequestNotSupported => "request_not_supported",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::RegistrationNotSupported => "registration_not_supported",
            Self::InvalidTarget => "invalid_target",
        }
    }
}

/// Why a request cannot even be answered at its redirect URI (RFC 6749 §4.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    /// No client is named, or an unknown one, or one of another pool.
    UnknownClient,
    /// The redirect URI is not registered.
    RedirectMismatch,
    /// No redirect URI is named and none is the default.
    RedirectMissing,
}

impl PageError {
    /// The word shown with the error, which is Cognito's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownClient => "unauthorized_client",
            Self::RedirectMismatch => "redirect_mismatch",
            Self::RedirectMissing => "redirect_missing",
        }
    }

    /// The code of the text that a page shows.
    pub fn page_code(self) -> &'static str {
        match self {
            Self::UnknownClient => "unknown-client",
            Self::RedirectMismatch => "redirect-mismatch",
            Self::RedirectMissing => "redirect-missing",
        }
    }
}

/// A refused authorization request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizeError {
    /// Shown on a page: no redirect.
    Page(PageError),
    /// Sent to the client.
    Redirect {
        /// The whole URL to go to, with error, description, state and `iss`.
        location: String,
        /// The code, for logs and tests.
        code: AuthorizeErrorCode,
    },
}
