//! The closed lists of what derived keys are for. A value made for one purpose is worthless for every other.

/// What a MAC or a keyed hash is for. Each has sub-keys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MacPurpose {
    /// The authorization code of a grant (RFC 6749 §4.1.2).
    AuthorizationCode,
    /// A refresh token.
    RefreshToken,
    /// A code sent by mail or SMS.
    OneTimeCode,
    /// A recovery code.
    RecoveryCode,
    /// The key of a browser session.
    SessionKey,
    /// The handle of a running sign-in at the hosted pages.
    SignInHandle,
    /// The handle of a code that is to be the first factor.
    FirstCodeHandle,
    /// The link in the mail of such a code.
    FirstCodeLink,
    /// The handle of a sign-in that asks for a passkey first.
    PasskeyHandle,
    /// The challenge that a passkey answers as a second factor.
    PasskeyChallenge,
    /// The `Session` string of a running sign-in at the API.
    SessionString,
    /// The bucket in which attempts at an identifier are counted.
    AttemptBucket,
    /// The anti-forgery value of a form.
    Csrf,
    /// The `jti` of an access token whose grant is hidden.
    AccessTokenId,
    /// The value by which a browser is known as a device.
    DeviceKey,
    /// The link in a mail that asks whether a sign-in was its person.
    Feedback,
}

impl MacPurpose {
    /// All purposes, in the order of their discriminants.
    pub const ALL: [Self; 16] = [
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::OneTimeCode,
        Self::RecoveryCode,
        Self::SessionKey,
        Self::SignInHandle,
        Self::FirstCodeHandle,
        Self::FirstCodeLink,
        Self::PasskeyHandle,
        Self::PasskeyChallenge,
        Self::SessionString,
        Self::AttemptBucket,
        Self::Csrf,
        Self::AccessTokenId,
        Self::DeviceKey,
        Self::Feedback,
    ];

    /// Whether its keyed hashes are looked up over a long time and never presented by anybody.
    pub(super) const fn names_a_counter(self) -> bool {
        matches!(self, Self::AttemptBucket)
    }

    /// The name that goes into key derivation: changing it makes every existing value worthless.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization-code",
            Self::RefreshToken => "refresh-token",
            Self::OneTimeCode => "one-time-code",
            Self::RecoveryCode => "recovery-code",
            Self::SessionKey => "session-key",
            Self::SignInHandle => "sign-in-handle",
            Self::FirstCodeHandle => "first-code-handle",
            Self::FirstCodeLink => "first-code-link",
            Self::PasskeyHandle => "passkey-handle",
            Self::PasskeyChallenge => "passkey-challenge",
            Self::SessionString => "session-string",
            Self::AttemptBucket => "attempt-bucket",
            Self::Csrf => "csrf",
            Self::AccessTokenId => "access-token-id",
            Self::DeviceKey => "device-key",
            Self::Feedback => "feedback",
        }
    }
}

/// What a piece of sealed state, which travels through a browser or a client, is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatePurpose {
    /// What a page shows again after a refused form: errors and the input.
    PageState,
    /// An authorization request that came by POST, PAR or JAR (the `request` handle).
    AuthorizationRequest,
    /// Who wants to sign in, before anything is proven (`SELECT_CHALLENGE`).
    FirstFactor,
    /// A challenge for a passkey on its way through a page.
    PasskeyChallenge,
    /// Where a list continues (`NextToken`, `PaginationToken`).
    NextToken,
    /// What we remember while the user is at an upstream provider.
    Upstream,
}

impl StatePurpose {
    /// All purposes.
    pub const ALL: [Self; 6] = [
        Self::PageState,
        Self::AuthorizationRequest,
        Self::FirstFactor,
        Self::PasskeyChallenge,
        Self::NextToken,
        Self::Upstream,
    ];

    /// The name that is authenticated with the state.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::PageState => "page-state",
            Self::AuthorizationRequest => "authorization-request",
            Self::FirstFactor => "first-factor",
            Self::PasskeyChallenge => "passkey-challenge",
            Self::NextToken => "next-token",
            Self::Upstream => "upstream",
        }
    }
}
