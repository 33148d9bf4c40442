//! A person on the way from the application to Demo ID and back.

use std::collections::BTreeMap;

use actix_web::http::Method;
use url::Url;
use uuid::Uuid;
use vestibule::domain::clock::Micros;
use vestibule::domain::event::EventName;
use vestibule::domain::pool::PoolSettings;
use vestibule::domain::provider::{OWN_USERS, Provider, ProviderId, ProviderSettings, ProviderType};
use vestibule::domain::secret::Secret;
use vestibule::simulator::{Fault, Kind, PEOPLE, Person};
use vestibule::storage::{ProviderWrite, Tx};

use crate::support::browser::{Browser, From, Page};
use crate::support::demo_id::{CLIENT, DemoId, Returned, SECRET};
use crate::support::node::PUBLIC_URL;
use crate::support::{Answer, TestApp};

/// The provider's name here.
pub(super) const NAME: &str = "DemoID";
/// What the page says of a provider that lies or stammers.
pub(super) const FAILED: &str = "answered in a way that cannot be trusted or read";
/// What it says of one that is not there.
pub(super) const UNREACHABLE: &str = "cannot be reached at the moment";
/// What it says of one that does not know us.
pub(super) const MISCONFIGURED: &str = "is not set up correctly";
/// What it says of a code that the provider does not know.
pub(super) const OVER: &str = "so we started over";

/// A forged message: its name, how it is forged, and what the page says.
pub(super) type Row = (&'static str, Vec<Fault>, &'static str);

/// The application, the provider, and a browser between them.
pub(super) struct Traveller {
    pub(super) app: TestApp,
    pub(super) demo: DemoId,
    pub(super) browser: Browser,
    made: u64,
}

impl Traveller {
    /// Where people may come from Demo ID.
    pub(super) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// The same in a pool with other settings.
    pub(super) async fn start_with(change: impl FnOnce(&mut PoolSettings)) -> Self {
        let app = TestApp::setup().pool(change).start().await;
        let shared = format!("{PUBLIC_URL}/{}/oauth2/idpresponse", app.pool.id);
        // The providers of a test are numbered from one.
        let own = [1, 2, 3].map(|number| format!("{shared}/{}", Uuid::from_u128(number)));
        let known: Vec<&str> = [&shared].into_iter().chain(&own).map(String::as_str).collect();
        let demo = DemoId::start(app.clock(), &known);
        let browser = app.browser();
        let mut traveller = Self { app, demo, browser, made: 0 };
        traveller.provide(|_| {}).await;
        let both = [OWN_USERS, NAME].map(str::to_owned);
        let app = &traveller.app;
        app.change_client(&app.client, |client| client.identity_providers = Some(both.into())).await;
        app.advance_secs(2);
        traveller
    }

    /// Puts a new provider in the place of the one there is: nothing is remembered of it.
    pub(super) async fn provide(&mut self, change: impl FnOnce(&mut Provider)) {
        self.made += 1;
        let text = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let issuer = self.demo.issuer(Kind::Oidc);
        let mut provider = Provider {
            id: ProviderId(Uuid::from_u128(u128::from(self.made))),
            pool: self.app.pool.id.clone(),
            name: NAME.to_owned(),
            kind: ProviderType::Oidc,
            details: text(&[
                ("client_id", CLIENT),
                ("oidc_issuer", &issuer),
                ("authorize_scopes", "openid email profile"),
            ]),
            secrets: [("client_secret".to_owned(), Secret::from(SECRET))].into(),
            // the locale is known to userInfo only
            mapping: text(&[("email", "email"), ("name", "name"), ("locale", "locale")]),
            identifiers: Vec::new(),
            settings: ProviderSettings::default(),
            version: 1,
            created_at: self.app.now(),
            updated_at: self.app.now(),
        };
        change(&mut provider);
        let deps = self.app.deps();
        let old = deps.storage.read().providers().find_by_name(&provider.pool, NAME).await.unwrap();
        let replace = async |tx: &Tx| -> Result<ProviderWrite, vestibule::flows::Error> {
            if let Some(old) = &old {
                assert!(tx.providers().remove(&old.pool, old.id).await?);
            }
            Ok(tx.providers().add(&provider).await?)
        };
        assert_eq!(deps.storage.unit(replace).await.unwrap(), ProviderWrite::Done);
        // nodes look at the configuration once a second
        self.app.advance_secs(2);
    }

    /// Another provider beside it, at the same place.
    pub(super) async fn provide_another(&self, name: &str) {
        self.provide_beside(name, |_| {}).await;
    }

    /// Another provider beside it.
    pub(super) async fn provide_beside(&self, name: &str, change: impl FnOnce(&mut Provider)) {
        let deps = self.app.deps();
        let first = deps.storage.read().providers().find_by_name(&self.app.pool.id, NAME).await.unwrap().unwrap();
        let mut other = Provider {
            id: ProviderId(Uuid::from_u128(1 << 100)),
            name: name.to_owned(),
            identifiers: Vec::new(),
            ..first
        };
        change(&mut other);
        let add =
            async |tx: &Tx| -> Result<ProviderWrite, vestibule::flows::Error> { Ok(tx.providers().add(&other).await?) };
        assert_eq!(deps.storage.unit(add).await.unwrap(), ProviderWrite::Done);
        self.app.advance_secs(2);
    }

    /// Chooses Demo ID; where the browser is then.
    pub(super) async fn set_out(&mut self) -> Page {
        self.set_out_for(NAME).await
    }

    /// Chooses a provider; where the browser is then.
    pub(super) async fn set_out_for(&mut self, name: &str) -> Page {
        let target = self.app.app_client().request().with("identity_provider", name).target();
        self.browser.open(&target).await
    }

    /// Comes back with an answer, from the provider's site; where the browser is then.
    pub(super) async fn come_back(&mut self, returned: &Returned) -> Page {
        let answer = self.knock(returned).await;
        match answer.location() {
            Some(location) if location.starts_with('/') || location.starts_with(PUBLIC_URL) => {
                let location = location.to_owned();
                self.browser.open(&location).await
            }
            Some(location) => Page { url: Url::parse(location).unwrap(), answer: None },
            None => Page { url: returned.url.clone(), answer: Some(answer) },
        }
    }

    /// Comes back with an answer, no redirect followed.
    pub(super) async fn knock(&mut self, returned: &Returned) -> Answer {
        let body = returned.form.as_ref().map(crate::support::forms::Form::body);
        let method = if body.is_some() { Method::POST } else { Method::GET };
        self.browser.request(method, returned.url.as_str(), body, From::OtherSite).await
    }

    /// There and back as `person`; where the browser ends.
    pub(super) async fn travel(&mut self, person: &Person) -> Page {
        let page = self.set_out().await;
        if !page.has_left() {
            return page;
        }
        let returned = self.demo.visit(&page.url, person).await;
        self.come_back(&returned).await
    }

    /// There and back, all the way to the app with a code.
    pub(super) async fn arrives(&mut self, person: &Person) -> String {
        let page = self.travel(person).await;
        assert!(page.has_left() && page.url.as_str().starts_with("https://app.test/cb"), "{page:?}");
        let code = page.parameter("code");
        assert!(!code.is_empty(), "{page:?}");
        code
    }

    /// Every row is refused, each by a provider that nothing is known of and in a fresh browser; nothing is written but
    /// that it was so. The honest message signs in before and after.
    pub(super) async fn are_refused(rows: Vec<Row>) {
        let mut traveller = Self::start().await;
        traveller.arrives(&PEOPLE[0]).await;
        for (name, faults, words) in rows {
            traveller.is_refused(name, faults, words).await;
        }
        traveller.provide(|_| {}).await;
        traveller.browser = traveller.app.browser();
        traveller.arrives(&PEOPLE[2]).await;
    }

    pub(super) async fn is_refused(&mut self, name: &str, faults: Vec<Fault>, words: &str) {
        self.provide(|_| {}).await;
        // limits per address are another test's
        self.app.advance_secs(120);
        self.browser = self.app.browser();
        let before = self.state().await;
        self.demo.knobs.bend(faults);
        let page = self.travel(&PEOPLE[1]).await;
        self.demo.knobs.straighten();
        assert!(!page.has_left(), "{name}: the browser left for {}", page.url);
        let shown = page.shown();
        assert!(shown.body.contains(words), "{name}: {shown:?}");
        assert_eq!(shown.code(), 200, "{name}");
        assert!(page.url.path().ends_with("/login"), "{name}: {}", page.url);
        assert!(self.browser.session().is_none(), "{name}: a session");
        assert_eq!(self.state().await, before, "{name}");
    }

    /// What a refusal leaves as it was.
    async fn state(&self) -> BTreeMap<String, Vec<String>> {
        self.app.state_but(&["events", "trips"]).await
    }

    /// How often a trip was recorded to have come to nothing.
    pub(super) async fn failures(&self) -> usize {
        self.app.events(EventName::ProviderFailed).await
    }

    /// The moment.
    pub(super) fn now(&self) -> Micros {
        self.app.now()
    }
}
