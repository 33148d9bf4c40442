//! When an ID token is believed (OpenID Connect Core §3.1.3.7).
//!
//! `crypto` verifies its signature, with keys of the provider's key set only. Its claims are read as what they are, JSON that
//! somebody else wrote: a person whose `locale` is an object or whose `birthdate` is a number is kept out by nobody, since
//! these are not to be judged here.

use serde_json::Value;
use url::Url;

use crate::crypto::signing::{ForeignError, ForeignKeys, ForeignToken};
use crate::domain::clock::Micros;
use crate::domain::provider::{Claims, ProviderId};
use crate::domain::secret::{ExposeSecret, Secret};
use crate::federation::{Calls, Failure, Fault, Tokens, Trip};

/// Seconds by which a provider's clock may be ahead of ours.
const SKEW_SECS: i64 = 300;
/// Seconds by which it may be behind, and within which somebody who proved who they are did so anew.
pub(in crate::federation) const FRESH_SECS: i64 = 60;
/// Longest subject in bytes (OpenID Connect Core §2).
const LONGEST_SUBJECT: usize = 255;
/// What an ID token may call itself, if it says what it is: no token of another kind (RFC 8725 §3.11).
const KINDS: [&str; 4] = ["jwt", "application/jwt", "jose", "application/jose"];

/// What an ID token must say.
pub(in crate::federation) struct Expected<'a> {
    /// Who made it.
    pub(in crate::federation) issuer: &'a str,
    /// For whom.
    pub(in crate::federation) client_id: &'a str,
    /// On which trip.
    pub(in crate::federation) nonce: &'a str,
}

/// The claims of the ID token among `tokens`, which came for `code`, if the provider signed it. Whether they hold is for
/// [`judge`] to say.
pub(in crate::federation) async fn signed(
    calls: &Calls,
    (provider, jwks): (ProviderId, &Url),
    tokens: &Tokens,
    code: &Secret,
) -> Result<Claims, Failure> {
    let raw = tokens.id.as_ref().ok_or(Failure::malformed("there is no ID token"))?.expose_secret();
    let token = ForeignToken::read(raw)?;
    if !token.kind().is_none_or(|kind| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known))) {
        return Err(Failure::untrusted("the ID token is a token of another kind"));
    }
    let known = ForeignKeys::read(&calls.document(provider, jwks).await?)?;
    let verified = match token.verify(&known) {
        // It may have got a new key meanwhile.
        Err(ForeignError::UnknownKey) => {
            token.verify(&ForeignKeys::read(&calls.document_anew(provider, jwks).await?)?)?
        }
        verified => verified?,
    };
    // Where it has these, it is of the access token beside it and of the code that was given for both (OpenID Connect Core
    // §3.1.3.8, §3.3.2.10).
    for (claim, value, refusal) in [
        ("at_hash", &tokens.access, "the ID token is of another access token"),
        ("c_hash", code, "the ID token is of another code"),
    ] {
        let is = |said: &Value| said.as_str() == Some(&verified.half_hash(value.expose_secret()));
        if verified.claims.get(claim).is_some_and(|said| !is(said)) {
            return Err(Failure::untrusted(refusal));
        }
    }
    Ok(verified.claims)
}

impl From<ForeignError> for Failure {
    fn from(error: ForeignError) -> Self {
        match error {
            ForeignError::Malformed => Self::untrusted("the ID token cannot be read, or has no signature to believe"),
            ForeignError::BadSignature => Self::untrusted("the signature of the ID token does not hold"),
            ForeignError::UnknownKey => Self::untrusted("the ID token is signed by an unknown key"),
            ForeignError::BadKeys => Self::malformed("the keys cannot be read"),
            ForeignError::TooManyKeys => Self::malformed("too many keys"),
        }
    }
}

/// The subject of an ID token whose signature holds, if it is for us, from its issuer, of this trip and of this moment.
pub(in crate::federation) fn judge(claims: &Claims, expected: &Expected<'_>, now: Micros) -> Result<String, Failure> {
    let is = |name: &str, value: &str| claims.get(name).and_then(Value::as_str) == Some(value);
    if !is("iss", expected.issuer) {
        return Err(Failure::untrusted("the ID token is of another issuer"));
    }
    let readers: Vec<&Value> = match claims.get("aud") {
        Some(Value::Array(readers)) => readers.iter().collect(),
        Some(reader) => vec![reader],
        None => Vec::new(),
    };
    if !readers.iter().any(|reader| reader.as_str() == Some(expected.client_id)) {
        return Err(Failure::untrusted("the ID token is for another client"));
    }
    // One with several readers, or made for somebody in particular, must be made for us.
    let is_made_for_us = match claims.get("azp") {
        Some(azp) => azp == expected.client_id,
        None => readers.len() == 1,
    };
    if !is_made_for_us {
        return Err(Failure::untrusted("the ID token is made for another client"));
    }
    if expected.nonce.is_empty() || !is("nonce", expected.nonce) {
        return Err(Failure::untrusted("the ID token is of another trip"));
    }
    let now = now.secs();
    let seconds = |name: &str| claims.get(name).and_then(seconds);
    if seconds("exp").is_none_or(|until| until <= now) {
        return Err(Failure::untrusted("the ID token is over"));
    }
    let is_of_later = |at: i64| at > now.saturating_add(SKEW_SECS);
    if seconds("iat").is_none_or(is_of_later) || claims.contains_key("nbf") && seconds("nbf").is_none_or(is_of_later) {
        return Err(Failure::untrusted("the ID token is not yet made"));
    }
    let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(Failure::untrusted("the subject of the ID token is missing, empty or too long"));
    }
    Ok(subject.to_owned())
}

/// Whether a kind of provider says when somebody proved who they are (`auth_time`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::federation) enum AuthTime {
    /// Always, to whoever asks with `max_age` (OpenID Connect Core §2).
    Always,
    /// Where its admin has it so.
    Sometimes,
}

/// Holds a provider to what was demanded: that the person proved who they are since the trip began, whatever session they have
/// there (OpenID Connect Core §3.1.3.7, 13).
pub(in crate::federation) fn judge_proof(
    claims: &Claims,
    trip: &Trip,
    says: AuthTime,
    now: Micros,
) -> Result<(), Failure> {
    let Some(since) = trip.proven_since else { return Ok(()) };
    let is_of_this_trip =
        |at: i64| at >= since.secs().saturating_sub(FRESH_SECS) && at <= now.secs().saturating_add(SKEW_SECS);
    let is_fresh = match claims.get("auth_time") {
        Some(at) => seconds(at).is_some_and(is_of_this_trip),
        None => says == AuthTime::Sometimes,
    };
    if is_fresh {
        return Ok(());
    }
    Err(Failure::new(Fault::NotFresh, "the ID token does not say that the person proved anew who they are"))
}

/// A time in seconds. Some write fractions of them; what is out of all bounds is the first or the last moment there is.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, which is what is meant")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}
