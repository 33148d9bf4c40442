//! Signing in through a SAML provider, from the sign-in page to the code, and what an attacker may try at the doors.

use std::collections::BTreeMap;
use std::io::Read as _;

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::DeflateDecoder;
use url::Url;
use vestibule::domain::access_key::Role;
use vestibule::domain::provider::{Provider, ProviderType};
use vestibule::domain::user::{User, UserStatus};
use vestibule::flows::Deps;
use vestibule::flows::manage::access_keys;
use vestibule::flows::manage::providers::{self, NewProvider, ProviderChange, ProviderUpdate};

use super::metadata::honest_metadata;
use super::provider::{AUDIENCE, Parts, RECIPIENT, REQUEST, VICTIM};
use super::signer::{ATTACKER, MARK, Manner};
use crate::support::answer::{Answer, query_of};
use crate::support::app::TestApp;
use crate::support::browser::{Browser, From, Page};
use crate::support::forms::encode;
use crate::support::node::PUBLIC_URL;
use crate::support::oauth_client::{VERIFIER, challenge};
use crate::support::sample_settings::CALLBACK;

pub(super) const NAME: &str = "Corp";

/// An application with a provider, and a client that lets people come from there.
async fn with_provider(more: &[(&str, &str)]) -> (TestApp, Provider) {
    let app = TestApp::start().await;
    let mut details = BTreeMap::from([("MetadataFile".to_owned(), honest_metadata())]);
    details.extend(more.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())));
    let provider = add(&app, details).await;
    let both = ["COGNITO", NAME].map(str::to_owned);
    app.change_client(&app.client, |settings| settings.identity_providers = Some(both.into())).await;
    (app, provider)
}

/// What makes a forged response of the id of a request.
type Forge<'a> = &'a dyn Fn(&str) -> String;

pub(super) async fn add(app: &TestApp, details: BTreeMap<String, String>) -> Provider {
    match try_add(app, NAME, details).await {
        ProviderChange::Done(provider) => *provider,
        ProviderChange::NotFound
        | ProviderChange::NameTaken
        | ProviderChange::IdentifierTaken(_)
        | ProviderChange::TooMany
        | ProviderChange::Refused(_)
        | ProviderChange::Concurrent => panic!("the provider was not configured"),
    }
}

async fn try_add(app: &TestApp, name: &str, details: BTreeMap<String, String>) -> ProviderChange {
    let new = NewProvider {
        name: name.to_owned(),
        kind: ProviderType::Saml,
        details,
        mapping: BTreeMap::from([("email".to_owned(), "email".to_owned())]),
        identifiers: Vec::new(),
    };
    providers::create(&app.deps(), &app.pool, new).await.unwrap()
}

/// What an app sends people with.
fn query(app: &TestApp) -> String {
    encode([
        ("client_id", app.client.id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("state", "of-the-app"),
        ("identity_provider", NAME),
        ("code_challenge", &challenge(VERIFIER)),
        ("code_challenge_method", "S256"),
    ])
}

/// A browser that was sent to the provider: what it carries.
struct Sent {
    request_id: String,
    relay_state: String,
    url: Url,
}

async fn set_out(app: &TestApp, browser: &mut Browser) -> Sent {
    let page = browser.open(&format!("/{}/login?{}", app.pool.id, query(app))).await;
    assert!(page.has_left(), "{page:?}");
    let deflated = STANDARD.decode(page.parameter("SAMLRequest")).unwrap();
    let mut text = String::new();
    DeflateDecoder::new(deflated.as_slice()).read_to_string(&mut text).unwrap();
    let tree = roxmltree::Document::parse(&text).unwrap();
    let request_id = tree.root_element().attribute("ID").unwrap().to_owned();
    Sent { request_id, relay_state: page.parameter("RelayState"), url: page.url }
}

/// What the provider says of `name`, at the moment of the application and for its pool.
fn says(app: &TestApp, request_id: Option<&str>, id: &str, name: &str) -> Parts {
    let fit = |text: &str| {
        let text = text
            .replace(AUDIENCE, &format!("urn:amazon:cognito:sp:{}", app.pool.id))
            .replace(RECIPIENT, &format!("{PUBLIC_URL}/saml2/idpresponse"))
            .replace("2026-03-01T12:", "2027-01-15T08:")
            .replace("2026-03-01T11:", "2027-01-15T07:");
        match request_id {
            Some(id) => text.replace(REQUEST, id),
            None => text.replace(&format!(r#" InResponseTo="{REQUEST}""#), ""),
        }
    };
    let parts = Parts::of(name);
    Parts {
        response_attributes: fit(&parts.response_attributes),
        id: id.to_owned(),
        assertion_attributes: fit(&parts.assertion_attributes),
        subject: fit(&parts.subject),
        conditions: fit(&parts.conditions),
        statement: fit(&parts.statement),
        ..parts
    }
}

/// The provider's page posts a response from its own site; answers ours, no redirect followed.
async fn post(browser: &mut Browser, xml: &str, relay_state: &str) -> Answer {
    let response = STANDARD.encode(xml);
    let body = encode([("SAMLResponse", response.as_str()), ("RelayState", relay_state)]);
    browser.request(Method::POST, "/saml2/idpresponse", Some(body), From::OtherSite).await
}

async fn come_back(browser: &mut Browser, xml: &str, relay_state: &str) -> Page {
    let answer = post(browser, xml, relay_state).await;
    let location = answer.location().unwrap_or_else(|| panic!("{answer:?}")).to_owned();
    browser.open(&location).await
}

async fn user(deps: &Deps, app: &TestApp, name: &str) -> Option<User> {
    deps.storage.read().users().find_by_identifier(&app.pool.id, name).await.unwrap()
}

fn is_signed_in(page: &Page) -> bool {
    page.has_left() && page.url.as_str().starts_with(CALLBACK) && !page.parameter("code").is_empty()
}

#[actix_web::test]
async fn whoever_the_provider_vouches_for_is_signed_in() {
    let (app, _) = with_provider(&[("RequestSigningAlgorithm", "rsa-sha256")]).await;
    let mut browser = app.browser();
    let sent = set_out(&app, &mut browser).await;
    assert!(sent.url.as_str().starts_with("https://idp.example/sso?tenant=1&SAMLRequest="), "{}", sent.url);
    assert!(!query_of(&sent.url, "Signature").is_empty());
    let parts = says(&app, Some(&sent.request_id), "_a1", VICTIM);
    let page = come_back(&mut browser, &parts.assertion_signed(), &sent.relay_state).await;
    assert!(is_signed_in(&page), "{page:?}");
    assert_eq!(page.parameter("state"), "of-the-app");
    let user = user(&app.deps(), &app, &format!("corp_{VICTIM}")).await.expect("the user was made");
    assert_eq!(user.status, UserStatus::ExternalProvider);
    assert_eq!(user.attribute("email"), Some(VICTIM));
    assert_ne!(user.attribute("email_verified"), Some("true"));
    assert!(user.attribute("identities").unwrap().contains("https://idp.example/metadata"));

    // the same trip again, as it came, on this node and another
    let other = app.second_node().await;
    for mut browser in [browser.clone(), browser.through(&other)] {
        let answer = post(&mut browser, &parts.assertion_signed(), &sent.relay_state).await;
        assert_eq!(answer.code(), 400, "{answer:?}");
    }
}

#[actix_web::test]
async fn a_response_counts_only_in_the_browser_that_set_out_and_for_its_trip() {
    let (app, _) = with_provider(&[]).await;
    let (mut ours, mut theirs) = (app.browser(), app.browser());
    let (sent, other) = (set_out(&app, &mut ours).await, set_out(&app, &mut theirs).await);
    let attacker = says(&app, Some(&other.request_id), "_a1", "mallory@corp.example").assertion_signed();

    // login CSRF: the attacker's response with the attacker's state, in the victim's browser
    let page = come_back(&mut ours, &attacker, &other.relay_state).await;
    assert_eq!(page.shown().code(), 400);
    // the attacker's response with the victim's state answers another request
    let page = come_back(&mut ours, &attacker, &sent.relay_state).await;
    assert!(!is_signed_in(&page), "{page:?}");
    assert!(user(&app.deps(), &app, "corp_mallory@corp.example").await.is_none());

    // the honest one still works, in a trip of its own
    let sent = set_out(&app, &mut ours).await;
    let honest = says(&app, Some(&sent.request_id), "_a2", VICTIM).assertion_signed();
    assert!(is_signed_in(&come_back(&mut ours, &honest, &sent.relay_state).await));
}

#[actix_web::test]
async fn forged_responses_sign_nobody_in() {
    let (app, _) = with_provider(&[]).await;
    let honest = |id: &str| says(&app, Some(id), "_a1", VICTIM);
    let forged: [(&str, Forge<'_>); 6] = [
        ("unsigned", &|id| honest(id).around(&honest(id).assertion()).replace(MARK, "")),
        ("by another key", &|id| honest(id).assertion_signed_as(&ATTACKER, &Manner::default())),
        ("changed", &|id| honest(id).assertion_signed().replace(VICTIM, "root@corp.example")),
        ("for another pool", &|id| {
            let mut parts = honest(id);
            parts.conditions = parts.conditions.replace(app.pool.id.as_str(), "xx-local-1_ZZZZZZZZZ");
            parts.assertion_signed()
        }),
        ("old", &|id| {
            let mut parts = honest(id);
            parts.subject = parts.subject.replace("T08:05", "T07:05");
            parts.assertion_signed()
        }),
        ("no XML", &|_| "hello".to_owned()),
    ];
    for (name, make) in forged {
        let mut browser = app.browser();
        let sent = set_out(&app, &mut browser).await;
        let page = come_back(&mut browser, &make(&sent.request_id), &sent.relay_state).await;
        assert!(!is_signed_in(&page), "{name}: {page:?}");
        assert_eq!(page.url.path(), format!("/{}/login", app.pool.id), "{name}");
    }
    assert!(user(&app.deps(), &app, &format!("corp_{VICTIM}")).await.is_none());
    let mut browser = app.browser();
    for (body, code) in [("", 400), ("RelayState=x", 400), ("SAMLResponse=x&SAMLResponse=y&RelayState=z", 400)] {
        let answer = browser.request(Method::POST, "/saml2/idpresponse", Some(body.to_owned()), From::OtherSite).await;
        assert_eq!(answer.code(), code, "{body}");
    }
}

#[actix_web::test]
async fn providers_begin_sign_ins_only_where_they_may_and_each_assertion_counts_once() {
    let relay = |app: &TestApp, redirect: &str| {
        encode([
            ("client_id", app.client.id.as_str()),
            ("redirect_uri", redirect),
            ("identity_provider", NAME),
            ("code_challenge", &challenge(VERIFIER)),
            ("code_challenge_method", "S256"),
        ])
    };
    let (off, _) = with_provider(&[]).await;
    let unasked = says(&off, None, "_a1", VICTIM).assertion_signed();
    let answer = post(&mut off.browser(), &unasked, &relay(&off, CALLBACK)).await;
    assert_eq!(answer.code(), 400, "off unless switched on (decision D9)");

    let (app, _) = with_provider(&[("IDPInit", "true")]).await;
    let unasked = says(&app, None, "_a1", VICTIM).assertion_signed();
    let mut browser = app.browser();
    // where it goes obeys the rules of redirects (case 191)
    let answer = post(&mut browser, &unasked, &relay(&app, "https://evil.test/cb")).await;
    assert_eq!((answer.code(), answer.location()), (400, None));
    // an answer to a request is none that nobody asked for
    let asked = says(&app, Some("_0123"), "_a0", VICTIM).assertion_signed();
    assert!(!is_signed_in(&come_back(&mut browser, &asked, &relay(&app, CALLBACK)).await));
    let page = come_back(&mut browser, &unasked, &relay(&app, CALLBACK)).await;
    assert!(is_signed_in(&page), "{page:?}");
    // the same assertion again, and on another node (case 190)
    let other = app.second_node().await;
    for mut stranger in [app.browser(), app.browser().through(&other)] {
        let page = come_back(&mut stranger, &unasked, &relay(&app, CALLBACK)).await;
        assert!(!is_signed_in(&page), "{page:?}");
    }
    let next = says(&app, None, "_a2", VICTIM).assertion_signed();
    assert!(is_signed_in(&come_back(&mut app.browser(), &next, &relay(&app, CALLBACK)).await));
}

#[actix_web::test]
async fn the_pool_shows_its_metadata_and_its_certificate_stays() {
    let (app, _) = with_provider(&[]).await;
    let shown = app.browser().get(&format!("/{}/saml2/metadata", app.pool.id)).await;
    assert_eq!(shown.code(), 200);
    let tree = roxmltree::Document::parse(&shown.body).unwrap();
    assert_eq!(tree.root_element().attribute("entityID").unwrap(), format!("urn:amazon:cognito:sp:{}", app.pool.id));
    let other = app.second_node().await;
    let certificate = vestibule::flows::federation::signing_certificate(other.deps(), &app.pool.id).await.unwrap();
    assert!(shown.body.contains(&certificate));
    assert_eq!(app.browser().get("/xx-local-1_ZZZZZZZZZ/saml2/metadata").await.code(), 404);
    assert_eq!(app.browser().get("/saml2/metadata").await.code(), 404);
}

/// A stranger who asks for metadata makes no key.
#[actix_web::test]
async fn a_pool_without_saml_has_no_metadata_until_its_administrator_asks_for_the_certificate() {
    let app = TestApp::start().await;
    let metadata = format!("/{}/saml2/metadata", app.pool.id);
    assert_eq!(app.browser().get(&metadata).await.code(), 404);
    assert_eq!(app.rows("saml_keys").await, 0);
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let asked = serde_json::json!({ "UserPoolId": app.pool.id.as_str() });
    let answer = app.aws_sdk(&key).call("GetSigningCertificate", &asked).await;
    let shown = app.browser().get(&metadata).await;
    assert_eq!(shown.code(), 200);
    assert!(shown.body.contains(answer.json()["Certificate"].as_str().unwrap()));
}

#[actix_web::test]
async fn details_are_completed_and_what_is_derived_is_nobodys_to_say() {
    let (app, provider) = with_provider(&[("EncryptedResponses", "true"), ("entity_id", "forged")]).await;
    let shown = provider.shown_details();
    assert_eq!(shown["SSORedirectBindingURI"], "https://idp.example/sso?tenant=1");
    assert_eq!(shown["SLORedirectBindingURI"], "https://idp.example/slo");
    assert!(shown["ActiveEncryptionCertificate"].len() > 500);
    assert!(!shown.contains_key("entity_id"));
    assert_eq!(provider.detail("entity_id"), Some("https://idp.example/metadata"));
    // programs send back what they were shown
    let again = ProviderUpdate { details: Some(shown.clone()), ..ProviderUpdate::default() };
    let changed = providers::update(&app.deps(), &app.pool, NAME, again).await.unwrap();
    assert!(matches!(changed, ProviderChange::Done(changed) if changed.shown_details() == shown));
    for (key, value) in [
        // 0 outbound to what only this machine can reach (case 195)
        ("MetadataURL", "http://169.254.169.254/latest"),
        ("MetadataFile", "<x/>"),
        ("MetadataFile", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"),
    ] {
        let tried = try_add(&app, "Other", BTreeMap::from([(key.to_owned(), value.to_owned())])).await;
        assert!(matches!(tried, ProviderChange::Refused(_)), "{tried:?}");
    }
}
