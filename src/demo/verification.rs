//! The checks on an ID token (OpenID Connect Core §3.1.3.7), all by the `openidconnect` crate.

use openidconnect::core::{CoreIdToken, CoreIdTokenClaims};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, NonceVerifier, SignatureVerificationError, SigningError,
};

use super::failure::{Failure, Step};
use super::provider::Described;
use crate::domain::clock::Micros;

/// Why an ID token is not believed.
#[derive(Debug, thiserror::Error)]
pub(super) enum IdTokenError {
    /// Signature, issuer, audience, expiry or nonce.
    #[error(transparent)]
    Claims(#[from] ClaimsVerificationError),
    /// No key for the hash of the access token.
    #[error(transparent)]
    Key(#[from] SignatureVerificationError),
    /// No hash for the algorithm.
    #[error(transparent)]
    Hash(#[from] SigningError),
    /// The token does not say which access token it came with.
    #[error("at_hash is missing")]
    NoAccessTokenHash,
    /// It came with another access token.
    #[error("at_hash does not fit the access token")]
    OtherAccessToken,
}

impl IdTokenError {
    /// Whether the keys that are known do not include the one named; newer ones may.
    pub(super) fn is_unknown_key(&self) -> bool {
        matches!(
            self,
            Self::Claims(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey))
        )
    }
}

impl From<IdTokenError> for Failure {
    fn from(error: IdTokenError) -> Self {
        Self::of(Step::IdToken, &error)
    }
}

/// Verifies signature, issuer, audience, expiry, nonce, and that the token belongs to the access token beside it
/// (§3.1.3.8; the hash is optional there and demanded here, because this issuer always gives it).
pub(super) fn verify<N: NonceVerifier>(
    described: &Described,
    id_token: &CoreIdToken,
    access_token: &AccessToken,
    nonce: N,
    now: Micros,
) -> Result<CoreIdTokenClaims, IdTokenError> {
    let moment = chrono::DateTime::from_timestamp_micros(now.0).unwrap_or_default();
    let verifier = described.client.id_token_verifier().set_time_fn(move || moment);
    let claims = id_token.claims(&verifier, nonce)?;
    let expected = claims.access_token_hash().ok_or(IdTokenError::NoAccessTokenHash)?;
    let actual = AccessTokenHash::from_token(access_token, id_token.signing_alg()?, id_token.signing_key(&verifier)?)?;
    if actual == *expected { Ok(claims.clone()) } else { Err(IdTokenError::OtherAccessToken) }
}
