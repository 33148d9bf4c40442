//! Sign in with Apple through the pages: the answer is a form from another site, and the name in it comes once (lesson L5, case
//! 182).

use std::collections::BTreeMap;

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use vestibule::domain::provider::{Provider, ProviderId, ProviderSettings, ProviderType};
use vestibule::domain::secret::Secret;
use vestibule::flows::Error;
use vestibule::flows::manage::providers::{self, ProviderChange, ProviderUpdate, SettingsUpdate};
use vestibule::simulator::{self as demo, Endpoint, Kind, PEOPLE, Transport};
use vestibule::storage::{ProviderWrite, Tx};

use crate::support::browser::{Browser, From};
use crate::support::demo_id::{APPLE_CLIENT, APPLE_KEY, APPLE_TEAM, DemoId, Returned};
use crate::support::forms::Form;
use crate::support::node::PUBLIC_URL;
use crate::support::tokens::claims;
use crate::support::{Answer, TestApp, TokenSet};

const NAME: &str = "SignInWithApple";

/// The application, and Apple.
struct World {
    app: TestApp,
    demo: DemoId,
}

impl World {
    /// With a pool that must know of everybody what `required` says.
    async fn start(required: &[&str]) -> Self {
        let required: Vec<String> = required.iter().map(|name| (*name).to_owned()).collect();
        let setup = TestApp::setup().pool(|pool| pool.schema.required.extend(required));
        let app = setup.start().await;
        let shared = format!("{PUBLIC_URL}/{}/oauth2/idpresponse", app.pool.id);
        let own = format!("{shared}/{}", Uuid::from_u128(3));
        let demo = DemoId::start(app.clock(), &[&shared, &own]);
        let world = Self { app, demo };
        world.provide().await;
        let app = &world.app;
        app.change_client(&app.client, |client| client.identity_providers = Some([NAME.to_owned()].into())).await;
        app.advance_secs(2);
        world
    }

    async fn provide(&self) {
        let text = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let key = STANDARD.encode(&*self.demo.apple_key.to_pkcs8().unwrap());
        let provider = Provider {
            id: ProviderId(Uuid::from_u128(3)),
            pool: self.app.pool.id.clone(),
            name: NAME.to_owned(),
            kind: ProviderType::SignInWithApple,
            details: text(&[
                ("client_id", APPLE_CLIENT),
                ("team_id", APPLE_TEAM),
                ("key_id", APPLE_KEY),
                ("oidc_issuer", &self.demo.issuer(Kind::Apple)),
            ]),
            secrets: [("private_key".to_owned(), Secret::from(key))].into(),
            mapping: text(&[("email", "email"), ("name", "name"), ("given_name", "firstName"), ("locale", "locale")]),
            identifiers: Vec::new(),
            settings: ProviderSettings::default(),
            version: 1,
            created_at: self.app.now(),
            updated_at: self.app.now(),
        };
        let add = async |tx: &Tx| -> Result<ProviderWrite, Error> { Ok(tx.providers().add(&provider).await?) };
        assert_eq!(self.app.deps().storage.unit(add).await.unwrap(), ProviderWrite::Done);
    }

    /// A browser goes to Apple as somebody.
    async fn visit(&self, browser: &mut Browser) -> Returned {
        let target = self.app.app_client().request().with("identity_provider", NAME).target();
        let page = browser.open(&target).await;
        assert!(page.has_left(), "{page:?}");
        self.demo.visit(&page.url, &PEOPLE[1]).await
    }

    /// The form that Apple has the browser post, which brings no cookies.
    async fn post(&self, browser: &mut Browser, returned: &Returned) -> Answer {
        let body = returned.form.as_ref().map(Form::body);
        browser.request(Method::POST, returned.url.as_str(), body, From::OtherSite).await
    }

    /// There and back; the claims of whoever is signed in then, or `None`: nobody.
    async fn travel(&self, browser: &mut Browser) -> Option<Value> {
        let returned = self.visit(browser).await;
        let kept = self.post(browser, &returned).await;
        let page = browser.open(kept.location().unwrap()).await;
        let code = page.parameter("code");
        if code.is_empty() {
            return None;
        }
        Some(Value::Object(claims(&TokenSet::of(&self.app.app_client().redeem(&code).await).id)))
    }
}

#[actix_web::test]
async fn a_person_comes_with_their_name_and_is_the_same_without_it() {
    let world = World::start(&[]).await;
    let first = world.travel(&mut world.app.browser()).await.unwrap();
    assert_eq!((&first["name"], &first["given_name"]), (&"Grace Hopper".into(), &"Grace".into()));
    assert_eq!(first["email"], "relay1906@privaterelay.appleid.com");
    assert_eq!(world.app.rows("posted_names").await, 0, "nothing is kept once there is an account");
    let again = world.travel(&mut world.app.browser()).await.unwrap();
    assert_eq!((&again["sub"], &again["name"]), (&first["sub"], &first["name"]));
}

/// `t_apple_name_kept_if_signup_fails_then_retried`: Apple told the name, and was gone when it was asked whose it is.
#[actix_web::test]
async fn the_name_is_kept_where_apple_fails_right_after_it() {
    let world = World::start(&[]).await;
    let mut browser = world.app.browser();
    world.demo.knobs.bend([demo::Fault::Transport(Endpoint::Token, Transport::Status(503))]);
    assert_eq!(world.travel(&mut browser).await, None);
    assert_eq!(world.app.rows("users").await, 0);
    world.demo.knobs.straighten();
    world.app.advance_secs(60);
    let came = world.travel(&mut browser).await.unwrap();
    assert_eq!(came["name"], "Grace Hopper");
    assert_eq!(world.app.rows("posted_names").await, 0);
}

/// The same where the pool refuses, and they come from another browser, days later.
#[actix_web::test]
async fn the_name_is_kept_where_the_pool_refuses() {
    let world = World::start(&["locale"]).await;
    assert_eq!(world.travel(&mut world.app.browser()).await, None, "the locale is missing");
    assert_eq!(world.app.rows("users").await, 0);
    world.demo.knobs.bend([demo::Fault::set(demo::Place::IdToken, "locale", "en")]);
    world.app.advance_secs(3 * 86_400);
    let came = world.travel(&mut world.app.browser()).await.unwrap();
    assert_eq!(came["name"], "Grace Hopper");
}

/// It is kept for that browser and for that account: another browser has none, nor anybody after an hour.
#[actix_web::test]
async fn nobody_else_gets_the_name() {
    let world = World::start(&[]).await;
    let mut browser = world.app.browser();
    world.demo.knobs.bend([demo::Fault::Transport(Endpoint::Token, Transport::Status(503))]);
    assert_eq!(world.travel(&mut browser).await, None);
    world.demo.knobs.straighten();
    world.app.advance_secs(3601);
    let came = world.travel(&mut browser).await.unwrap();
    assert_eq!(came.get("name"), None);
}

/// The form comes to the address of its own that a provider has, and the browser goes on there.
#[actix_web::test]
async fn the_form_comes_to_an_address_of_its_own() {
    let world = World::start(&[]).await;
    let own = SettingsUpdate { has_own_callback: Some(true), ..SettingsUpdate::default() };
    let change = ProviderUpdate { settings: Some(own), ..ProviderUpdate::default() };
    let changed = providers::update(&world.app.deps(), &world.app.pool, NAME, change).await.unwrap();
    assert!(matches!(changed, ProviderChange::Done(_)), "{changed:?}");
    world.app.advance_secs(2);
    let mut browser = world.app.browser();
    let returned = world.visit(&mut browser).await;
    let path = returned.url.path().to_owned();
    assert!(path.ends_with(&format!("/oauth2/idpresponse/{}", Uuid::from_u128(3))), "{path}");
    let mut moved = returned.clone();
    moved.url.set_path(path.rsplit_once('/').unwrap().0);
    assert_eq!(world.post(&mut browser, &moved).await.code(), 400, "at the shared address it is nothing");
    let kept = world.post(&mut browser, &returned).await;
    let location = kept.location().unwrap().to_owned();
    assert!(location.starts_with(&path), "{location}");
    let page = browser.open(&location).await;
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
}

/// Case 182: the form works once, and only for the browser that set out.
#[actix_web::test]
async fn the_form_is_of_its_own_browser_and_works_once() {
    let world = World::start(&[]).await;
    let (mut browser, mut other) = (world.app.browser(), world.app.browser());
    let returned = world.visit(&mut browser).await;
    let kept = world.post(&mut other, &returned).await;
    let location = Url::parse(PUBLIC_URL).unwrap().join(kept.location().unwrap()).unwrap();
    assert!(!location.as_str().contains("code="), "{location}: the code stays here");
    let asked = world.demo.asked(Endpoint::Token);
    let page = other.open(location.as_str()).await;
    assert_eq!(page.parameter("code"), "");
    assert_eq!(world.demo.asked(Endpoint::Token), asked, "another browser's answer is not redeemed");
    assert_ne!(world.post(&mut browser, &returned).await.code(), 303, "a second time");
    let page = browser.open(location.as_str()).await;
    assert!(!page.parameter("code").is_empty(), "it is good where it belongs: {page:?}");
    let page = browser.open(location.as_str()).await;
    assert_eq!(page.parameter("code"), "", "once");
}
