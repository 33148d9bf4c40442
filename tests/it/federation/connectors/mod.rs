//! Each connector against Demo ID, which has the habits of the provider that it speaks to: what it answers of an honest one,
//! and that it believes nothing else.

mod amazon;
mod apple;
mod apple_at_the_door;
mod calls;
mod facebook;
mod fresh;
mod github;
mod google;
mod microsoft;
mod oidc;

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;
use uuid::Uuid;
use vestibule::domain::clock::{ManualClock, Micros};
use vestibule::domain::pool::PoolId;
use vestibule::domain::provider::{Provider, ProviderId, ProviderSettings, ProviderType};
use vestibule::domain::secret::Secret;
use vestibule::federation::{Answer, Calls, Departure, Failure, Fault, Trip, Upstream, connector_of};
use vestibule::simulator::{Endpoint, Kind, Person};

use crate::support::demo_id::{CLIENT, DemoId, Returned, SECRET};
use crate::support::oauth_client::VERIFIER;

/// When every test takes place.
const NOW: Micros = Micros::from_secs(1_800_000_000);
/// Where providers send people back.
const CALLBACK: &str = "https://vestibule.example/oauth2/idpresponse";
/// What an ID token must repeat.
const NONCE: &str = "a-nonce-of-this-trip";

/// A provider, and us.
struct Trial {
    demo: DemoId,
    calls: Calls,
    clock: Arc<ManualClock>,
}

impl Trial {
    fn start() -> Self {
        let clock = Arc::new(ManualClock::new(NOW));
        let demo = DemoId::start(clock.clone(), &[CALLBACK]);
        let calls = Calls::new(demo.http(), clock.clone());
        Self { demo, calls, clock }
    }

    /// The provider as an admin configures it, with details changed; an empty one is left out.
    fn provider(&self, kind: ProviderType, changes: &[(&str, &str)]) -> Provider {
        let at = self.demo.simulator().endpoints(simulated(kind));
        let mut details = vec![("client_id", CLIENT), ("client_secret", SECRET)];
        match kind {
            ProviderType::Oidc | ProviderType::Google => {
                details.extend([("oidc_issuer", at.issuer.as_str()), ("authorize_scopes", "openid email profile")]);
            }
            ProviderType::SignInWithApple => details.push(("oidc_issuer", &at.issuer)),
            ProviderType::Microsoft => details.extend([("oidc_issuer", at.issuer.as_str()), ("tenant", "common")]),
            ProviderType::Facebook | ProviderType::GitHub | ProviderType::LoginWithAmazon | ProviderType::Saml => {
                details.extend([("authorize_url", at.authorize.as_str()), ("token_url", &at.token)]);
                details.push(("attributes_url", &at.user_info));
            }
        }
        for (name, value) in changes {
            details.retain(|(known, _)| known != name);
            details.push((name, value));
        }
        let (secrets, details): (Vec<_>, Vec<_>) = details
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .partition(|(name, _)| Provider::SECRET_DETAILS.contains(name));
        Provider {
            id: ProviderId(Uuid::from_u128(7)),
            pool: PoolId::parse("xx-local-1_Abcdefghi").unwrap(),
            name: "Upstream".to_owned(),
            kind,
            details: details.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            secrets: secrets.into_iter().map(|(name, value)| (name.to_owned(), Secret::from(value))).collect(),
            mapping: BTreeMap::new(),
            identifiers: Vec::new(),
            settings: ProviderSettings::default(),
            version: 1,
            created_at: NOW,
            updated_at: NOW,
        }
    }

    /// Where a browser is sent.
    async fn depart(&self, provider: &Provider) -> Result<Url, Failure> {
        let connector = connector_of(provider)?;
        match connector.depart(&self.calls, &trip()).await? {
            Departure::Redirect(url) => Ok(url),
            Departure::Post { .. } => panic!("a form"),
        }
    }

    /// What is made of an answer.
    async fn redeem(&self, provider: &Provider, answer: &Answer) -> Result<Upstream, Failure> {
        connector_of(provider)?.redeem(&self.calls, &trip(), answer).await
    }

    /// A person goes there and comes back.
    async fn visit(&self, provider: &Provider, person: &Person) -> Returned {
        self.demo.visit(&self.depart(provider).await.unwrap(), person).await
    }

    /// The whole trip of a person.
    async fn travel(&self, provider: &Provider, person: &Person) -> Result<Upstream, Failure> {
        let returned = self.visit(provider, person).await;
        self.redeem(provider, &answer(&returned)).await
    }

    /// How the last request to an endpoint was.
    fn last(&self, endpoint: Endpoint) -> vestibule::simulator::Seen {
        self.demo.simulator().seen().into_iter().rfind(|seen| seen.endpoint == endpoint).unwrap()
    }
}

/// Whose habits Demo ID has for a type of provider.
fn simulated(kind: ProviderType) -> Kind {
    match kind {
        ProviderType::Oidc | ProviderType::Google | ProviderType::Saml => Kind::Oidc,
        ProviderType::SignInWithApple => Kind::Apple,
        ProviderType::Microsoft => Kind::Microsoft,
        ProviderType::Facebook => Kind::Facebook,
        ProviderType::GitHub => Kind::GitHub,
        ProviderType::LoginWithAmazon => Kind::Amazon,
    }
}

fn trip() -> Trip {
    Trip {
        id: Uuid::from_u128(9),
        state: "the-state".to_owned(),
        callback: CALLBACK.to_owned(),
        nonce: NONCE.to_owned(),
        verifier: Secret::from(VERIFIER),
        login_hint: String::new(),
        is_fresh: false,
        proven_since: None,
        key: None,
        is_unsolicited: false,
    }
}

/// What a browser brought, as the door reads it.
fn answer(returned: &Returned) -> Answer {
    let issuer = returned.get("iss");
    match returned.get("code") {
        Some(code) => Answer::Code { code: Secret::from(code), issuer, user: returned.get("user") },
        None => Answer::Error { code: returned.get("error").unwrap(), issuer },
    }
}

/// The parameter of a URL.
fn param(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// What a refusal says.
fn fault<T: std::fmt::Debug>(result: Result<T, Failure>) -> Fault {
    result.unwrap_err().fault
}
