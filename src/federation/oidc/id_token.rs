//! When an ID token is believed (OpenID Connect Core §3.1.3.7).
//!
//! Its signature is checked by the `openidconnect` crate's keys, with keys of the provider's key set only, and algorithms
//! with such keys only: neither `none`, nor an HMAC under our secret or under a public key taken for one (case 174). Its claims
//! are read as what they are, JSON that somebody else wrote, and not into the crate's types: those refuse a person whose
//! `locale` is an object or whose `birthdate` is a number, which are nobody's to judge here.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey as _, JsonWebKeyUse, JwsSigningAlgorithm as _};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
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
/// Longest ID token in bytes.
const LONGEST: usize = 64 * 1024;
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

/// The claims of the ID token among `tokens`, if the provider signed it. Whether they hold is for [`judge`] to say.
pub(in crate::federation) async fn signed(
    calls: &Calls,
    (provider, jwks): (ProviderId, &Url),
    tokens: &Tokens,
) -> Result<Claims, Failure> {
    let raw = tokens.id.as_ref().ok_or(Failure::malformed("there is no ID token"))?.expose_secret();
    let token = Jws::read(raw).ok_or(Failure::untrusted("the ID token cannot be read"))?;
    if !ALGORITHMS.contains(&token.algorithm) {
        return Err(Failure::untrusted("the ID token is signed by an algorithm that is not believed"));
    }
    let known = keys(&calls.document(provider, jwks).await?)?;
    let key = match token.key_among(&known) {
        Signed::By(key) => key.clone(),
        Signed::ByNone => return Err(Failure::untrusted("the signature of the ID token does not hold")),
        Signed::Unknown => {
            // It may have got a new key meanwhile.
            let anew = keys(&calls.document_anew(provider, jwks).await?)?;
            match token.key_among(&anew) {
                Signed::By(key) => key.clone(),
                Signed::ByNone => return Err(Failure::untrusted("the signature of the ID token does not hold")),
                Signed::Unknown => return Err(Failure::untrusted("the ID token is signed by an unknown key")),
            }
        }
    };
    // `at_hash`, where there is one, is of the access token beside it (OpenID Connect Core §3.1.3.8).
    if let Some(said) = token.claims.get("at_hash") {
        let is = half_hash(&key, &token.algorithm, tokens.access.expose_secret().as_bytes());
        if is.is_none() || said.as_str() != is.as_deref() {
            return Err(Failure::untrusted("the ID token is of another access token"));
        }
    }
    Ok(token.claims)
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

/// A time in seconds. Some write fractions of them; what is out of all bounds is the first or the last moment there is.
fn seconds(value: &Value) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, which is what is meant")]
    value.as_i64().or_else(|| value.as_f64().map(|seconds| seconds as i64))
}

/// A token in compact form (RFC 7515 §7.1), read.
struct Jws<'a> {
    algorithm: CoreJwsSigningAlgorithm,
    key_id: Option<String>,
    message: &'a str,
    signature: Vec<u8>,
    claims: Claims,
}

/// What is read of its header.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

/// Claims, each of them once: of two subjects nobody knows which one others read (RFC 7519 §4).
struct Once(Claims);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Once;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("claims")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Once, A::Error> {
        let mut claims = Claims::new();
        while let Some((name, value)) = members.next_entry::<String, Value>()? {
            if claims.insert(name, value).is_some() {
                return Err(A::Error::custom("a claim occurs twice"));
            }
        }
        Ok(Once(claims))
    }
}

/// Whose signature it is.
enum Signed<'k> {
    /// This key's.
    By(&'k CoreJsonWebKey),
    /// Of none of the keys that it may be of.
    ByNone,
    /// There is no such key.
    Unknown,
}

impl<'a> Jws<'a> {
    fn read(raw: &'a str) -> Option<Self> {
        if raw.len() > LONGEST {
            return None;
        }
        let (message, signature) = raw.rsplit_once('.')?;
        let (header, claims) = message.split_once('.').filter(|(_, claims)| !claims.contains('.'))?;
        let part = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let header: Header = serde_json::from_slice(&part(header)?).ok()?;
        // Nothing is critical that we know of (RFC 7515 §4.1.11), and it is no token of another kind (RFC 8725 §3.11).
        let is_plain = header.typ.as_deref().is_none_or(|typ| {
            ["jwt", "application/jwt", "jose", "application/jose"].iter().any(|known| typ.eq_ignore_ascii_case(known))
        });
        if header.crit.is_some() || !is_plain {
            return None;
        }
        let algorithm = serde_json::from_value(Value::String(header.alg)).ok()?;
        let Once(claims) = serde_json::from_slice(&part(claims)?).ok()?;
        Some(Self { algorithm, key_id: header.kid, message, signature: part(signature)?, claims })
    }

    /// The key that signed it: the one it names, or any where it names none. A key is only used for what it is published for.
    fn key_among<'k>(&self, keys: &'k CoreJsonWebKeySet) -> Signed<'k> {
        let is_named = |key: &&CoreJsonWebKey| {
            self.key_id.as_ref().is_none_or(|id| key.key_id().is_some_and(|known| known.as_str() == id))
        };
        let is_for = |key: &&CoreJsonWebKey| {
            self.algorithm.key_type().as_ref() == Some(key.key_type())
                && key.key_use().is_none_or(JsonWebKeyUse::allows_signature)
        };
        let mut is_known = false;
        for key in keys.keys().iter().filter(is_named).filter(is_for) {
            is_known = true;
            if key.verify_signature(&self.algorithm, self.message.as_bytes(), &self.signature).is_ok() {
                return Signed::By(key);
            }
        }
        if is_known { Signed::ByNone } else { Signed::Unknown }
    }
}

/// The left half of the hash that goes with an algorithm (OpenID Connect Core §3.1.3.6).
fn half_hash(key: &CoreJsonWebKey, algorithm: &CoreJwsSigningAlgorithm, value: &[u8]) -> Option<String> {
    let hash = key.hash_bytes(value, algorithm).ok()?;
    Some(URL_SAFE_NO_PAD.encode(hash.get(..hash.len() / 2)?))
}

fn keys(document: &[u8]) -> Result<CoreJsonWebKeySet, Failure> {
    let keys: CoreJsonWebKeySet =
        serde_json::from_slice(document).map_err(|_| Failure::malformed("the keys cannot be read"))?;
    if keys.keys().len() > MOST_KEYS {
        return Err(Failure::malformed("too many keys"));
    }
    Ok(keys)
}
