//! When an ID token is believed (OpenID Connect Core §3.1.3.7). Its signature is checked by the `openidconnect` crate, with
//! keys of the provider's key set only, and algorithms with such keys only: neither `none`, nor an HMAC under our secret or
//! under a public key taken for one (case 174).

use std::str::FromStr as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IssuerUrl, Nonce, SignatureVerificationError,
};
use serde_json::Value;
use url::Url;

use crate::domain::clock::Micros;
use crate::domain::provider::{Claims, ProviderId};
use crate::domain::secret::ExposeSecret;
use crate::federation::{Calls, Failure, Tokens};

/// The algorithms that are believed.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];
/// Seconds by which a provider's clock may be ahead of ours.
const SKEW_SECS: i64 = 300;
/// Longest subject in bytes (OpenID Connect Core §2).
const LONGEST_SUBJECT: usize = 255;
/// Most keys of a provider that are looked at.
const MOST_KEYS: usize = 100;

/// What an ID token must say.
pub(in crate::federation) struct Expected<'a> {
    /// Who made it.
    pub(in crate::federation) issuer: &'a str,
    /// For whom.
    pub(in crate::federation) client_id: &'a str,
    /// On which trip.
    pub(in crate::federation) nonce: &'a str,
}

/// The subject and the claims of the ID token among `tokens`, if it holds.
pub(in crate::federation) async fn verify(
    calls: &Calls,
    (provider, jwks): (ProviderId, &Url),
    expected: &Expected<'_>,
    tokens: &Tokens,
) -> Result<(String, Claims), Failure> {
    let raw = tokens.id.as_ref().ok_or(Failure::malformed("there is no ID token"))?.expose_secret();
    let token = CoreIdToken::from_str(raw).map_err(|_| Failure::untrusted("the ID token cannot be read"))?;
    let now = calls.now();
    let known = keys(&calls.document(provider, jwks).await?)?;
    match check(&token, expected, tokens, known, now) {
        Ok(()) => {}
        Err(Refused::NoKey) => {
            // It may have got a new key meanwhile.
            let anew = keys(&calls.document_anew(provider, jwks).await?)?;
            check(&token, expected, tokens, anew, now).map_err(Refused::failure)?;
        }
        Err(refused) => return Err(refused.failure()),
    }
    let claims = payload(raw)?;
    authorized(&claims, expected.client_id)?;
    let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(Failure::untrusted("the subject of the ID token is empty or too long"));
    }
    Ok((subject, claims))
}

fn keys(document: &[u8]) -> Result<CoreJsonWebKeySet, Failure> {
    let keys: CoreJsonWebKeySet =
        serde_json::from_slice(document).map_err(|_| Failure::malformed("the keys cannot be read"))?;
    if keys.keys().len() > MOST_KEYS {
        return Err(Failure::malformed("too many keys"));
    }
    Ok(keys)
}

/// Why an ID token is not believed.
enum Refused {
    /// None of the keys is the one that it names.
    NoKey,
    /// It does not hold.
    Because(&'static str),
}

impl Refused {
    fn failure(self) -> Failure {
        match self {
            Self::NoKey => Failure::untrusted("the ID token is signed by an unknown key"),
            Self::Because(why) => Failure::untrusted(why),
        }
    }
}

impl From<ClaimsVerificationError> for Refused {
    #[expect(clippy::wildcard_enum_match_arm, reason = "the crate may add reasons, and none of them is believed")]
    fn from(error: ClaimsVerificationError) -> Self {
        Self::Because(match error {
            ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
                return Self::NoKey;
            }
            ClaimsVerificationError::Expired(_) => "the ID token is over, or not yet made",
            ClaimsVerificationError::InvalidAudience(_) => "the ID token is for another client",
            ClaimsVerificationError::InvalidIssuer(_) => "the ID token is of another issuer",
            ClaimsVerificationError::InvalidNonce(_) => "the ID token is of another trip",
            ClaimsVerificationError::SignatureVerification(_) => "the signature of the ID token does not hold",
            _ => "the ID token does not hold",
        })
    }
}

fn check(
    token: &CoreIdToken,
    expected: &Expected<'_>,
    tokens: &Tokens,
    keys: CoreJsonWebKeySet,
    now: Micros,
) -> Result<(), Refused> {
    let issuer =
        IssuerUrl::new(expected.issuer.to_owned()).map_err(|_| Refused::Because("an issuer that is no URL"))?;
    let at = move || DateTime::<Utc>::from_timestamp_micros(now.0).unwrap_or_default();
    let latest = now.plus_secs(SKEW_SECS);
    // A public client has no secret that an HMAC could be made with.
    let client_id = ClientId::new(expected.client_id.to_owned());
    let verifier = CoreIdTokenVerifier::new_public_client(client_id, issuer, keys)
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(at)
        .set_issue_time_verifier_fn(move |made: DateTime<Utc>| {
            if made.timestamp_micros() <= latest.0 { Ok(()) } else { Err("issued in the future".to_owned()) }
        })
        // Whether it may have other readers is judged by `azp`.
        .set_other_audience_verifier_fn(|_| true);
    let claims = token.claims(&verifier, &Nonce::new(expected.nonce.to_owned()))?;
    // `at_hash`, where there is one, is of the access token beside it (OpenID Connect Core §3.1.3.8).
    let Some(said) = claims.access_token_hash() else { return Ok(()) };
    let unusable = |_| Refused::Because("the hash in the ID token cannot be checked");
    let algorithm = token.signing_alg().map_err(|error| unusable(error.to_string()))?;
    let key = token.signing_key(&verifier).map_err(|error| unusable(error.to_string()))?;
    let access = AccessToken::new(tokens.access.expose_secret().to_owned());
    let is = AccessTokenHash::from_token(&access, algorithm, key).map_err(|error| unusable(error.to_string()))?;
    if is == *said { Ok(()) } else { Err(Refused::Because("the ID token is of another access token")) }
}

/// A token with several readers, or made for somebody in particular, must be made for us (`azp`).
fn authorized(claims: &Claims, client_id: &str) -> Result<(), Failure> {
    let has_others = claims.get("aud").and_then(Value::as_array).is_some_and(|readers| readers.len() > 1);
    match claims.get("azp") {
        Some(azp) if azp == client_id => Ok(()),
        None if !has_others => Ok(()),
        Some(_) | None => Err(Failure::untrusted("the ID token is made for another client")),
    }
}

/// The claims as the provider wrote them, of a token whose signature holds: the crate reads the standard ones only.
fn payload(raw: &str) -> Result<Claims, Failure> {
    let malformed = || Failure::malformed("the claims of the ID token cannot be read");
    let encoded = raw.split('.').nth(1).ok_or_else(malformed)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| malformed())?;
    serde_json::from_slice(&bytes).map_err(|_| malformed())
}
