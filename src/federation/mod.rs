//! Connectors to upstream identity providers: one file for each kind, behind one small trait.
//!
//! A connector knows how a provider is spoken to and when to believe it. It knows nothing of users, pools' policies and the
//! database: it is given a provider as configured and a [`Trip`], and answers where a browser is to be sent, or what the
//! provider says of whoever came back. Every claim it answers was under the provider's signature, or came straight from the
//! provider over TLS.

mod amazon;
mod apple;
mod by_profile;
mod calls;
mod facebook;
mod failure;
mod github;
mod google;
mod microsoft;
mod oauth;
mod oidc;
pub mod saml;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use url::Url;
use uuid::Uuid;

pub use self::apple::posted_name;
pub use self::calls::Calls;
pub use self::failure::{Failure, Fault, Side};
use crate::crypto::saml::ServiceKey;
use crate::domain::clock::Micros;
use crate::domain::provider::{Claims, Provider, ProviderType};
use crate::domain::secret::Secret;

/// One round trip of a browser to a provider and back.
#[derive(Clone, Debug)]
pub struct Trip {
    /// Tells it from all others; a SAML request is named after it.
    pub id: Uuid,
    /// What the provider must bring back unchanged: `state`, or the `RelayState` of SAML.
    pub state: String,
    /// Where it is to bring it: our URL, as registered with the provider.
    pub callback: String,
    /// What its ID token must repeat.
    pub nonce: String,
    /// What proves to its token endpoint that the code was asked for by us (RFC 7636).
    pub verifier: Secret,
    /// The name that was typed here or came with the request; empty for none.
    pub login_hint: String,
    /// Whether the person is to prove anew who they are, whatever session they have there.
    pub is_fresh: bool,
    /// Since when they must have, where the app demanded it: a provider that can say when people proved who they are is held to
    /// it. `None`: nobody demanded it.
    pub proven_since: Option<Micros>,
    /// The pool's key, for providers that speak SAML.
    pub key: Option<Arc<ServiceKey>>,
    /// Whether nobody set out on it: the provider sent the browser by itself (IdP-initiated SAML).
    pub is_unsolicited: bool,
}

/// Where a browser is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Departure {
    /// To this URL.
    Redirect(Url),
    /// There, with a form.
    Post {
        /// Where the form goes.
        to: Url,
        /// Its fields.
        fields: Vec<(String, String)>,
    },
}

/// What came back with the state of a trip.
#[derive(Clone, Debug)]
pub enum Answer {
    /// By OAuth: a code (RFC 6749 §4.1.2).
    Code {
        /// The code.
        code: Secret,
        /// The issuer that says it gave it (RFC 9207); `None`: it does not say.
        issuer: Option<String>,
        /// What Apple posts beside the code, the first time only: the person's name.
        user: Option<String>,
    },
    /// By OAuth: an error (RFC 6749 §4.1.2.1).
    Error {
        /// Its code.
        code: String,
        /// The issuer that says so; `None`: it does not say.
        issuer: Option<String>,
    },
    /// By SAML: the response, in base64.
    Saml(String),
}

/// Whom a provider vouches for.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// Its own id of the person, exact.
    pub subject: String,
    /// What it says of them.
    pub claims: Claims,
    /// The tokens that it gave, where it gives any.
    pub tokens: Option<Tokens>,
    /// What of a SAML assertion outlives it.
    pub saml: Option<SamlSession>,
}

/// What of a SAML assertion outlives it: what refuses it a second time, and what ends the session at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SamlSession {
    /// The assertion's ID.
    pub assertion_id: String,
    /// When the assertion is worth nothing any more.
    pub not_on_or_after: Micros,
    /// The name of the person there.
    pub name_id: saml::NameId,
    /// The session there.
    pub session_index: Option<String>,
}

/// What a provider's token endpoint gave.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// The access token.
    pub access: Secret,
    /// The refresh token.
    pub refresh: Option<Secret>,
    /// The ID token.
    pub id: Option<Secret>,
}

/// How a kind of provider is spoken to.
pub trait Connector: Send + Sync {
    /// Where a browser is sent that sets out on `trip`.
    fn depart<'a>(&'a self, calls: &'a Calls, trip: &'a Trip) -> BoxFuture<'a, Result<Departure, Failure>>;

    /// Who came back from `trip` with `answer`. The provider is asked what must be asked; nobody is believed who only brought
    /// it along.
    fn redeem<'a>(
        &'a self,
        calls: &'a Calls,
        trip: &'a Trip,
        answer: &'a Answer,
    ) -> BoxFuture<'a, Result<Upstream, Failure>>;
}

/// The connector of a provider.
///
/// # Errors
/// Its details do not do for its kind.
pub fn connector_of(provider: &Provider) -> Result<Box<dyn Connector + '_>, Failure> {
    match provider.kind {
        ProviderType::Google => Ok(Box::new(google::Google::of(provider)?)),
        ProviderType::Facebook => Ok(Box::new(facebook::Facebook::of(provider)?)),
        ProviderType::LoginWithAmazon => Ok(Box::new(amazon::Amazon::of(provider)?)),
        ProviderType::SignInWithApple => Ok(Box::new(apple::Apple::of(provider)?)),
        ProviderType::Oidc => Ok(Box::new(oidc::Oidc::of(provider)?)),
        ProviderType::Microsoft => Ok(Box::new(microsoft::Microsoft::of(provider)?)),
        ProviderType::GitHub => Ok(Box::new(github::GitHub::of(provider)?)),
        ProviderType::Saml => Ok(Box::new(saml::Saml::of(provider)?)),
    }
}

/// The words of a detail that lists several, separated by spaces or commas.
fn words(list: &str) -> impl Iterator<Item = &str> {
    list.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty())
}
