//! Demo ID: an upstream identity provider for `vestibule dev` and for tests, on loopback, with people who are not real.
//!
//! It stands on the other side of federation. To a connector it is any provider: it is discovered, publishes its keys,
//! shows a page on which one chooses who to be, and answers codes, tokens and profiles over HTTP as OpenID Connect has
//! it, or with the habits of Apple, Facebook, GitHub, Amazon and Microsoft ([`Kind`]). What it can do beyond them is to be wrong on
//! purpose: [`Knobs`] bend single members of its answers, forge signatures and break connections, so that a test can say
//! which lie is refused.
//!
//! ```text
//! GET  /demo-id/authorize ──► the page ──► POST /demo-id/choose ──► the app's redirect URI with a code
//! POST /demo-id/token     ──► access token, ID token          GET /demo-id/userinfo ──► claims
//! GET  /demo-id/.well-known/openid-configuration, /demo-id/jwks.json
//! ```
//!
//! And it is a SAML identity provider ([`saml`]). On its page one can also have something go wrong on the trip ([`Trouble`]).
//!
//! It knows nothing of pools, flows and doors; what it remembers lies in this process's memory. It asks nobody for a
//! password and is therefore never mounted by `vestibule serve`.

mod asked;
mod authorize;
mod choose;
mod client;
mod client_authentication;
mod discovery;
mod error;
mod fault;
mod forgery;
mod id_token;
mod jwks;
mod keys;
mod kind;
mod knobs;
mod memory;
mod people;
mod profile;
mod return_to;
pub mod saml;
pub mod sessions_view;
mod token;
mod transport;
mod trouble;
pub mod view;

use std::sync::Arc;

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, Route};
use url::Url;

use self::asked::Asked;
pub use self::client::{AppleKey, ClientSecret, Registration};
pub use self::fault::{Change, Endpoint, Facts, Fault, KeyFault, Place, SamlSignature, Signature, Transport};
use self::keys::Keys;
pub use self::kind::{Endpoints, Kind};
use self::knobs::Bent;
pub use self::knobs::Knobs;
use self::memory::Memory;
pub use self::memory::Seen;
pub use self::people::{PEOPLE, Person};
pub use self::trouble::Trouble;
use crate::crypto::signing::KeySource;
use crate::domain::clock::SharedClock;
use crate::domain::random::SharedRandom;
use crate::i18n::Catalog;
use crate::render::Sample;

/// Below which path everything is.
pub const BASE: &str = "/demo-id";
/// Its name, as it stands on its page.
pub const NAME: &str = "Demo ID";

/// What the simulator is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The origin at which browsers and servers reach it.
    pub origin: Url,
    /// Who may ask it.
    pub clients: Vec<Registration>,
    /// Who may ask it in SAML.
    pub apps: Vec<saml::App>,
}

/// What the simulator runs on.
pub struct Means {
    /// The time.
    pub clock: SharedClock,
    /// Randomness.
    pub random: SharedRandom,
    /// The words of its page.
    pub catalog: Arc<Catalog>,
    /// Where its signing keys come from.
    pub keys: KeySource,
}

/// The provider.
pub struct Simulator {
    origin: String,
    clients: Vec<Registration>,
    apps: Vec<saml::App>,
    knobs: Arc<Knobs>,
    memory: Memory,
    keys: Keys,
    saml_keys: saml::Keys,
    clock: SharedClock,
    random: SharedRandom,
    catalog: Arc<Catalog>,
}

impl Simulator {
    /// The provider, before its first visitor, bent by `knobs`.
    #[must_use]
    pub fn new(settings: Settings, means: Means, knobs: Arc<Knobs>) -> Self {
        let Means { clock, random, catalog, keys } = means;
        Self {
            origin: settings.origin.origin().ascii_serialization(),
            clients: settings.clients,
            apps: settings.apps,
            knobs,
            memory: Memory::new(clock.clone(), random.clone()),
            keys: Keys::new(keys),
            saml_keys: saml::Keys::default(),
            clock,
            random,
            catalog,
        }
    }

    /// The issuer and the endpoints of one of the providers that it is.
    #[must_use]
    pub fn endpoints(&self, kind: Kind) -> Endpoints {
        kind.endpoints(&self.origin, kind::COMMON_TENANT)
    }

    /// Where things of SAML are.
    #[must_use]
    pub fn saml_places(&self) -> saml::Places {
        saml::Places::at(&self.origin)
    }

    /// How an answer to a request is bent.
    fn bent_for(&self, asked: &Asked) -> Bent {
        let speech = asked.kind.speech();
        self.knobs.bent(asked.trouble.map(|trouble| trouble.faults(speech)).unwrap_or_default())
    }

    /// What was asked of it, oldest first; the last thousand requests.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        self.memory.seen()
    }

    /// Signs with new keys from now on, in either protocol. The old one stays published, unless `forgets`.
    ///
    /// # Errors
    /// No key could be made.
    pub async fn rotate(&self, forgets: bool) -> Result<(), crate::crypto::signing::SigningError> {
        self.saml_keys.rotate(self.keys.source(), self.clock.now(), forgets).await;
        self.keys.rotate(forgets).await
    }
}

/// A path below [`BASE`], and what answers there.
pub type Page = (&'static str, fn() -> Route);

/// What is mounted.
pub const PAGES: [Page; 36] = [
    ("/choose", || web::post().to(choose::post)),
    ("/.well-known/openid-configuration", || web::get().to(|s, r| discovery::get(Kind::Oidc, s, r))),
    ("/jwks.json", || web::get().to(jwks::get)),
    ("/authorize", || web::get().to(|s, r| authorize::get(Kind::Oidc, s, r))),
    ("/token", || web::post().to(|s, r, b| token::post(Kind::Oidc, s, r, b))),
    ("/userinfo", || web::get().to(profile::user_info)),
    ("/userinfo", || web::post().to(profile::user_info)),
    ("/apple/.well-known/openid-configuration", || web::get().to(|s, r| discovery::get(Kind::Apple, s, r))),
    ("/apple/auth/keys", || web::get().to(jwks::get)),
    ("/apple/auth/authorize", || web::get().to(|s, r| authorize::get(Kind::Apple, s, r))),
    ("/apple/auth/token", || web::post().to(|s, r, b| token::post(Kind::Apple, s, r, b))),
    ("/facebook/{version}/dialog/oauth", || web::get().to(|s, r| authorize::get(Kind::Facebook, s, r))),
    ("/facebook/{version}/oauth/access_token", || web::get().to(|s, r| token::get(Kind::Facebook, s, r))),
    ("/facebook/{version}/oauth/access_token", || web::post().to(|s, r, b| token::post(Kind::Facebook, s, r, b))),
    ("/facebook/{version}/me", || web::get().to(profile::graph)),
    ("/github/login/oauth/authorize", || web::get().to(|s, r| authorize::get(Kind::GitHub, s, r))),
    ("/github/login/oauth/access_token", || web::post().to(|s, r, b| token::post(Kind::GitHub, s, r, b))),
    ("/github/user", || web::get().to(profile::github_user)),
    ("/github/user/emails", || web::get().to(profile::github_emails)),
    ("/amazon/ap/oa", || web::get().to(|s, r| authorize::get(Kind::Amazon, s, r))),
    ("/amazon/auth/o2/token", || web::post().to(|s, r, b| token::post(Kind::Amazon, s, r, b))),
    ("/amazon/user/profile", || web::get().to(profile::amazon)),
    ("/microsoft/{tenant}/v2.0/.well-known/openid-configuration", || {
        web::get().to(|s, r| discovery::get(Kind::Microsoft, s, r))
    }),
    ("/microsoft/{tenant}/discovery/v2.0/keys", || web::get().to(jwks::get)),
    ("/microsoft/{tenant}/oauth2/v2.0/authorize", || web::get().to(|s, r| authorize::get(Kind::Microsoft, s, r))),
    ("/microsoft/{tenant}/oauth2/v2.0/token", || web::post().to(|s, r, b| token::post(Kind::Microsoft, s, r, b))),
    ("/microsoft/oidc/userinfo", || web::get().to(profile::user_info)),
    ("/microsoft/oidc/userinfo", || web::post().to(profile::user_info)),
    ("/saml", || web::get().to(saml::sessions::get)),
    ("/saml", || web::post().to(saml::sessions::post)),
    ("/saml/metadata", || web::get().to(saml::metadata::get)),
    ("/saml/sso", || web::get().to(saml::sign_in::get)),
    ("/saml/sso", || web::post().to(saml::sign_in::post)),
    ("/saml/slo", || web::get().to(saml::logout::get)),
    // where a fault may send who follows redirects, which nobody should
    ("/elsewhere", || web::get().to(transport::elsewhere)),
    ("/elsewhere", || web::post().to(transport::elsewhere)),
];

/// Mounts it.
pub fn configure(config: &mut ServiceConfig, simulator: Data<Simulator>) {
    let scope = web::scope(BASE).app_data(simulator);
    config.service(PAGES.iter().fold(scope, |scope, (path, answers)| scope.route(path, answers())));
}

/// Its page in every state, for the tests of pages.
#[must_use]
pub fn samples() -> Vec<Sample> {
    let mut samples = Sample::of::<view::DemoIdView>();
    samples.extend(Sample::of::<sessions_view::DemoIdSessionsView>());
    samples
}

/// The tenant in a path of Microsoft's; the usual one elsewhere.
fn tenant_of(request: &HttpRequest) -> String {
    request.match_info().get("tenant").unwrap_or(kind::COMMON_TENANT).to_owned()
}
