//! The phases of the token endpoint, in order, for every grant type (RFC 6749 §3.2).

use crate::domain::pool::PoolId;
use crate::domain::secret::Secret;
use crate::flows::token::{
    ClientAuthentication, ClientRefused, Tokens, authenticate_client, authorization_code, client_credentials,
    refresh_token,
};
use crate::flows::{Deps, Error};

/// A token request as parsed: every parameter occurs once at most.
#[derive(Debug, Default)]
pub struct TokenRequest {
    /// Which grant.
    pub grant_type: Option<String>,
    /// Who asks.
    pub client: ClientAuthentication,
    /// The authorization code.
    pub code: Option<String>,
    /// The redirect URI of the authorization request.
    pub redirect_uri: Option<String>,
    /// The PKCE verifier.
    pub code_verifier: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<Secret>,
    /// The scope asked for.
    pub scope: Option<String>,
}

/// Error codes of RFC 6749 §5.2 and RFC 7009 §2.2.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenErrorCode {
    /// `invalid_request`
    InvalidRequest,
    /// `invalid_client`
    InvalidClient,
    /// `invalid_grant`
    InvalidGrant,
    /// `unauthorized_client`
    UnauthorizedClient,
    /// `unsupported_grant_type`
    UnsupportedGrantType,
    /// `invalid_scope`
    InvalidScope,
    /// `unsupported_token_type` (RFC 7009 §2.2.1)
    UnsupportedTokenType,
}

impl TokenErrorCode {
    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::UnsupportedTokenType => "unsupported_token_type",
        }
    }
}

/// A refused token request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenError {
    /// The code.
    pub code: TokenErrorCode,
    /// What the client's developer reads. It never says more of a grant than that it does not hold.
    pub description: &'static str,
}

impl TokenError {
    /// A refusal.
    pub(crate) fn new(code: TokenErrorCode, description: &'static str) -> Self {
        Self { code, description }
    }

    /// A grant that does not hold; one text for all reasons.
    pub(crate) fn grant() -> Self {
        Self::new(
            TokenErrorCode::InvalidGrant,
            "The grant is invalid, expired, revoked, or was issued to another client.",
        )
    }
}

impl From<ClientRefused> for TokenError {
    fn from(refused: ClientRefused) -> Self {
        match refused {
            ClientRefused::Ambiguous => {
                Self::new(TokenErrorCode::InvalidRequest, "The client is named in more than one way.")
            }
            ClientRefused::Absent => Self::new(TokenErrorCode::InvalidRequest, "client_id is missing."),
            ClientRefused::Invalid => {
                Self::new(TokenErrorCode::InvalidClient, "The client is unknown or was not authenticated.")
            }
        }
    }
}

/// Answers a token request; `expected` is the pool of the URL, where it names one.
pub async fn exchange(
    deps: &Deps,
    request: TokenRequest,
    expected: Option<&PoolId>,
) -> Result<Result<Tokens, TokenError>, Error> {
    let (client, pool) = match authenticate_client(deps, &request.client, expected).await? {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused.into())),
    };
    match request.grant_type.as_deref() {
        None | Some("") => Ok(Err(TokenError::new(TokenErrorCode::InvalidRequest, "grant_type is missing."))),
        Some("authorization_code") => authorization_code::redeem(deps, &pool, &client, &request).await,
        Some("refresh_token") => refresh_token::redeem(deps, &pool, &client, &request).await,
        Some("client_credentials") => client_credentials::issue(deps, &pool, &client, &request).await,
        Some(_) => Ok(Err(TokenError::new(TokenErrorCode::UnsupportedGrantType, "This grant type is not offered."))),
    }
}
