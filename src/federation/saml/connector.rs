//! A SAML provider, as all connectors are spoken to.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use serde_json::Value;
use url::Url;

use super::{
    Exclusive, Expected, ProviderMetadata, Refusal, Service, SignInSettings, Verified, ask_sign_in, read_response,
};
use crate::crypto::saml::ServiceKey;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Claims, Provider};
use crate::federation::{Answer, Calls, Connector, Departure, Failure, Fault, SamlSession, Trip, Upstream};

/// The detail that holds the metadata as it was last fetched from `MetadataURL`.
pub const FETCHED_METADATA: &str = "FetchedMetadata";
/// The detail that holds the entity id of the provider.
pub const ENTITY_ID: &str = "entity_id";
/// By how many seconds the clocks may differ.
pub const SKEW_SECS: i64 = 60;

/// A provider that speaks SAML 2.0.
pub(in crate::federation) struct Saml<'a> {
    provider: &'a Provider,
    metadata: ProviderMetadata,
}

/// The entity id of a pool as a service provider, as on Cognito.
#[must_use]
pub fn entity_id(pool: &PoolId) -> String {
    format!("urn:amazon:cognito:sp:{pool}")
}

/// The id of the request of a trip.
fn request_id(trip: &Trip) -> String {
    format!("_{}", trip.id.simple())
}

impl<'a> Saml<'a> {
    /// As the details say: the metadata that was fetched, or `MetadataFile`.
    pub(in crate::federation) fn of(provider: &'a Provider) -> Result<Self, Failure> {
        Ok(Self { provider, metadata: metadata_of(provider)? })
    }

    fn asked(&self, now: Micros, trip: &Trip) -> Result<Departure, Failure> {
        let key = key(trip)?;
        let (entity_id, id) = (entity_id(&self.provider.pool), request_id(trip));
        let service = Service { entity_id: &entity_id, answers: &trip.callback, logout: "", key };
        let is_signed =
            self.metadata.wants_signed_requests || self.provider.detail("RequestSigningAlgorithm").is_some();
        let signing = is_signed.then_some(key);
        let broken = |_| Failure::misconfigured("the request cannot be signed");
        let sign_in = &self.metadata.sign_in;
        let (redirect, post) = (sign_in.redirect.as_deref(), sign_in.post.as_deref());
        let Some(destination) = redirect.or(post) else {
            return Err(Failure::misconfigured("the metadata says nowhere to sign in"));
        };
        let settings = SignInSettings { id: &id, now, destination, force: trip.is_fresh };
        let request = ask_sign_in(&service, &settings);
        if redirect.is_some() {
            let url = request.by_redirect(Some(&trip.state), signing).map_err(broken)?;
            let url = Url::parse(&url).map_err(|_| Failure::misconfigured("the metadata has a URL that is none"))?;
            return Ok(Departure::Redirect(url));
        }
        let form = request.by_post(&Exclusive, Some(&trip.state), signing).map_err(broken)?;
        let to = Url::parse(&form.to).map_err(|_| Failure::misconfigured("the metadata has a URL that is none"))?;
        Ok(Departure::Post { to, fields: form.fields })
    }

    fn read(&self, now: Micros, trip: &Trip, posted: &str) -> Result<Upstream, Failure> {
        let (audience, id) = (entity_id(&self.provider.pool), request_id(trip));
        let expected = Expected {
            issuer: &self.metadata.entity_id,
            keys: &self.metadata.keys,
            audience: &audience,
            recipient: &trip.callback,
            request_id: (!trip.is_unsolicited).then_some(id.as_str()),
            now,
            skew_secs: SKEW_SECS,
            decryption: &[key(trip)?],
            must_be_encrypted: is_on(self.provider, "EncryptedResponses"),
        };
        let verified = read_response(&Exclusive, posted, &expected).map_err(failure)?;
        Ok(upstream(verified))
    }
}

/// Whether a detail says `true`.
pub fn is_on(provider: &Provider, detail: &str) -> bool {
    provider.detail(detail).is_some_and(|value| value.eq_ignore_ascii_case("true"))
}

/// The metadata of a provider, as stored.
pub fn metadata_of(provider: &Provider) -> Result<ProviderMetadata, Failure> {
    let text = provider.detail(FETCHED_METADATA).or_else(|| provider.detail("MetadataFile"));
    let text = text.ok_or(Failure::misconfigured("the metadata is missing"))?;
    ProviderMetadata::read(text).map_err(|_| Failure::misconfigured("the metadata cannot be read"))
}

fn key(trip: &Trip) -> Result<&ServiceKey, Failure> {
    trip.key.as_deref().ok_or(Failure::misconfigured("the pool has no key"))
}

fn upstream(verified: Verified) -> Upstream {
    let mut claims: Claims = verified.attributes.into_iter().map(|(name, values)| (name, claim(values))).collect();
    claims.entry("NameID").or_insert_with(|| Value::String(verified.name_id.value.clone()));
    Upstream {
        subject: verified.name_id.value.clone(),
        claims,
        tokens: None,
        saml: Some(SamlSession {
            assertion_id: verified.assertion_id,
            not_on_or_after: verified.not_on_or_after,
            name_id: verified.name_id,
            session_index: verified.session_index,
        }),
    }
}

/// One value is a text, several are a list.
fn claim(mut values: Vec<String>) -> Value {
    match values.pop() {
        Some(only) if values.is_empty() => Value::String(only),
        last => Value::Array(values.into_iter().chain(last).map(Value::String).collect()),
    }
}

/// Which side failed, for the page; why, for the log and the event.
#[expect(clippy::wildcard_enum_match_arm, reason = "everything else is a reason not to believe")]
fn failure(refusal: Refusal) -> Failure {
    let fault = match refusal {
        Refusal::Status => Fault::Denied,
        Refusal::TooLarge | Refusal::NotBase64 | Refusal::NotXml | Refusal::WrongMessage => Fault::Malformed,
        _ => Fault::Untrusted,
    };
    Failure::new(fault, refusal.as_str())
}

impl Connector for Saml<'_> {
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>> {
        async move { self.asked(calls.now(), trip) }.boxed()
    }

    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>> {
        async move {
            match answer {
                Answer::Saml(posted) => self.read(calls.now(), trip, posted),
                Answer::Code { .. } | Answer::Error { .. } => Err(Failure::malformed("not an answer of SAML")),
            }
        }
        .boxed()
    }
}
