//! The application between a browser and Demo SAML, the simulated provider: honest in every binding, and wrong as the page offers it.

use std::collections::BTreeMap;

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use url::Url;
use vestibule::domain::provider::OWN_USERS;
use vestibule::flows::federation::signing_certificate;
use vestibule::simulator::saml::App;
use vestibule::simulator::{PEOPLE, Person, Trouble};

use super::doors::{NAME, add};
use crate::support::TestApp;
use crate::support::browser::{Browser, From, Page};
use crate::support::demo_id::{DemoId, Returned};
use crate::support::node::PUBLIC_URL;
use crate::support::sample_settings::CALLBACK;

/// Who comes from there.
pub(super) const ADA: &Person = &PEOPLE[0];

/// The application and the provider.
pub(super) struct Between {
    pub(super) app: TestApp,
    pub(super) demo: DemoId,
}

impl Between {
    /// Where people may come from Demo SAML, and either side wants to know of sign-outs.
    pub(super) async fn start() -> Self {
        Self::start_with(|metadata| metadata, &[("IDPSignout", "true"), ("RequestSigningAlgorithm", "rsa-sha256")])
            .await
    }

    /// The same with other metadata and details.
    pub(super) async fn start_with(change: fn(String) -> String, details: &[(&str, &str)]) -> Self {
        let app = TestApp::start().await;
        let certificate = signing_certificate(&app.deps(), &app.pool.id).await.unwrap();
        let at_demo = App {
            entity_id: format!("urn:amazon:cognito:sp:{}", app.pool.id),
            answers: format!("{PUBLIC_URL}/saml2/idpresponse"),
            logout: format!("{PUBLIC_URL}/{}/saml2/logout", app.pool.id),
            certificate: STANDARD.decode(certificate).unwrap(),
        };
        let demo = DemoId::start_for(app.clock(), &[], vec![at_demo]);
        let metadata = change(demo.simulator().saml_metadata().await);
        let mut all = BTreeMap::from([("MetadataFile".to_owned(), metadata)]);
        all.extend(details.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
        add(&app, all).await;
        let both = [OWN_USERS, NAME].map(str::to_owned);
        app.change_client(&app.client, |settings| settings.identity_providers = Some(both.into())).await;
        app.advance_secs(2);
        Self { app, demo }
    }

    /// Where a browser is that chose the provider.
    pub(super) async fn set_out(&self, browser: &mut Browser) -> Page {
        let target = self.app.app_client().request().with("identity_provider", NAME).target();
        browser.open(&target).await
    }

    /// Where a browser is that brought back what the provider gave it.
    pub(super) async fn come_back(&self, browser: &mut Browser, returned: &Returned) -> Page {
        let body = returned.form.as_ref().map(crate::support::forms::Form::body);
        let answer = browser.request(Method::POST, returned.url.as_str(), body, From::OtherSite).await;
        match answer.location().map(str::to_owned) {
            Some(location) if location.starts_with('/') => browser.open(&location).await,
            Some(location) => Page { url: Url::parse(&location).unwrap(), answer: None },
            None => Page { url: returned.url.clone(), answer: Some(answer) },
        }
    }

    /// There and back; where the browser ends.
    pub(super) async fn travel(&self, browser: &mut Browser, person: &Person, trouble: &str) -> Page {
        let page = self.set_out(browser).await;
        assert!(page.has_left(), "{page:?}");
        let returned = self.demo.visit_with(&page.url, person, trouble).await;
        self.come_back(browser, &returned).await
    }

    /// There and back, all the way to the app with a code.
    pub(super) async fn arrives(&self, browser: &mut Browser, person: &Person) -> String {
        let page = self.travel(browser, person, "").await;
        assert!(page.has_left() && page.url.as_str().starts_with(CALLBACK), "{page:?}");
        let code = page.parameter("code");
        assert!(!code.is_empty(), "{page:?}");
        code
    }
}

#[actix_web::test]
async fn people_come_from_there_by_either_binding_encrypted_or_not() {
    let between = Between::start().await;
    let mut browser = between.app.browser();
    between.arrives(&mut browser, ADA).await;
    let deps = between.app.deps();
    let users = deps.storage.read();
    let ada = users.users().find_by_identifier(&between.app.pool.id, "corp_demo-0000000001815").await.unwrap().unwrap();
    assert_eq!(ada.attribute("email"), Some("ada@example.com"));
    between.demo.knobs.encrypt(true);
    between.arrives(&mut between.app.browser(), ADA).await;

    let post_only = |metadata: String| {
        let from = metadata.find("<md:SingleSignOnService").unwrap();
        let end = from + metadata[from..].find("/>").unwrap() + 2;
        format!("{}{}", &metadata[..from], &metadata[end..])
    };
    let details = [("EncryptedResponses", "true"), ("RequestSigningAlgorithm", "rsa-sha256")];
    let between = Between::start_with(post_only, &details).await;
    let mut browser = between.app.browser();
    for (encrypts, arrives) in [(false, false), (true, true)] {
        between.demo.knobs.encrypt(encrypts);
        let page = between.set_out(&mut browser).await;
        let form = page.form(&between.demo.simulator().saml_places().sign_in);
        let returned = between.demo.visit_by_form(&form, ADA).await;
        assert_eq!(between.come_back(&mut browser, &returned).await.has_left(), arrives);
    }
}

#[actix_web::test]
async fn whatever_goes_wrong_there_signs_nobody_in() {
    let between = Between::start().await;
    between.arrives(&mut between.app.browser(), ADA).await;
    let (users, logins) = (between.app.rows("users").await, between.app.rows("session_logins").await);
    let mut tried = 0;
    for trouble in Trouble::ALL.map(Trouble::name) {
        if ["embedded", "slow", "unverified"].contains(&trouble) {
            continue;
        }
        // limits per address are another test's
        between.app.advance_secs(120);
        let mut browser = between.app.browser();
        let page = between.travel(&mut browser, &PEOPLE[1], trouble).await;
        assert!(!page.has_left(), "{trouble}: {page:?}");
        assert!(page.shown().body.contains("answered in a way that cannot be trusted or read"), "{trouble}: {page:?}");
        assert!(browser.session().is_none(), "{trouble}");
        tried += 1;
    }
    assert_eq!(tried, 8);
    assert_eq!((between.app.rows("users").await, between.app.rows("session_logins").await), (users, logins));
    between.arrives(&mut between.app.browser(), &PEOPLE[1]).await;
    let page = between.travel(&mut between.app.browser(), &PEOPLE[2], "unverified").await;
    assert!(page.has_left(), "{page:?}");
}

#[actix_web::test]
async fn whoever_says_no_there_is_told_so() {
    let between = Between::start().await;
    let mut browser = between.app.browser();
    let page = between.set_out(&mut browser).await;
    let returned = between.demo.visit_and_deny(&page.url).await;
    let page = between.come_back(&mut browser, &returned).await;
    assert!(page.shown().body.contains("Nobody was signed in there"), "{page:?}");
    // and nobody's request but ours is heard
    let changed = between.set_out(&mut browser).await.url.to_string().replace("Signature=", "Signature=AA");
    let refused = between.demo.http().send(crate::support::demo_id::get(&changed)).await.unwrap();
    assert_eq!(refused.status(), 400);
}
