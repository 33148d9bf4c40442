//! Hostile cases of SAML (groups S, U, V) that need the doors and are in no table.

use std::collections::BTreeMap;
use std::io::Write as _;

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use vestibule::domain::provider::ProviderType;
use vestibule::flows::manage::providers::{self, NewProvider, ProviderChange, ProviderUpdate, SettingsUpdate};
use vestibule::flows::manage::users;
use vestibule::simulator::{Fault, PEOPLE};

use super::demo_saml::{ADA, Between};
use super::doors::NAME;
use crate::support::browser::From;
use crate::support::forms::{Form, encode};

/// Case 190: until it is worthless, an assertion counts once, also after a restart.
#[actix_web::test]
async fn an_assertion_is_not_taken_again_by_a_server_that_was_started_anew() {
    let between = Between::start().await;
    between.demo.knobs.bend([Fault::Statement(|statement| "_the-same".clone_into(&mut statement.id))]);
    between.arrives(&mut between.app.browser(), ADA).await;
    between.app.restart().await;
    let page = between.travel(&mut between.app.browser(), &PEOPLE[1], "").await;
    assert!(page.shown().body.contains("cannot be trusted or read"), "{page:?}");
    between.demo.knobs.straighten();
    between.arrives(&mut between.app.browser(), &PEOPLE[1]).await;
}

/// Case 192: nothing that comes to us is inflated, whichever way it comes.
#[actix_web::test]
async fn a_message_in_a_query_is_none() {
    let between = Between::start().await;
    let mut deflated = DeflateEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(&vec![b' '; 4 * 1024 * 1024]).unwrap();
    let bomb = STANDARD.encode(deflated.finish().unwrap());
    assert!(bomb.len() < 8 * 1024);
    let rows = between.app.rows("trips").await;
    for (path, name) in [("idpresponse", "SAMLResponse"), ("logout", "SAMLRequest"), ("logout", "SAMLResponse")] {
        let query = encode([(name, bomb.as_str()), ("RelayState", "x")]);
        let path = format!("/{}/saml2/{path}", between.app.pool.id);
        assert_eq!(between.app.browser().get(&format!("{path}?{query}")).await.code(), 400, "{path} {name}");
        let mut browser = between.app.browser();
        let posted = browser.request(Method::POST, &path, Some(query), From::OtherSite).await;
        assert_eq!(posted.code(), 400, "{path} {name}");
    }
    assert_eq!(between.app.rows("trips").await, rows);
}

/// Case 179: an account that an admin disabled does not open, and does not come back under another name.
#[actix_web::test]
async fn a_disabled_user_is_not_signed_in_by_a_provider() {
    let between = Between::start().await;
    between.arrives(&mut between.app.browser(), ADA).await;
    let (deps, name) = (between.app.deps(), "corp_demo-0000000001815");
    assert!(users::set_enabled(&deps, &between.app.pool, name, false).await.unwrap());
    let (all, logins) = (between.app.rows("users").await, between.app.rows("session_logins").await);
    let page = between.travel(&mut between.app.browser(), ADA, "").await;
    assert!(page.shown().body.contains("switched off"), "{page:?}");
    assert_eq!((between.app.rows("users").await, between.app.rows("session_logins").await), (all, logins));
    assert!(users::set_enabled(&deps, &between.app.pool, name, true).await.unwrap());
    between.arrives(&mut between.app.browser(), ADA).await;
}

/// Case 169: names that look alike are other people.
#[actix_web::test]
async fn names_are_compared_exactly() {
    let between = Between::start().await;
    let names: [fn(&mut vestibule::simulator::saml::Statement); 4] = [
        |statement| "1".clone_into(&mut statement.name_id),
        |statement| "01".clone_into(&mut statement.name_id),
        |statement| "\u{ff11}".clone_into(&mut statement.name_id),
        |statement| "1 1".clone_into(&mut statement.name_id),
    ];
    for (before, name) in names.into_iter().enumerate() {
        between.demo.knobs.bend([Fault::Statement(name)]);
        between.arrives(&mut between.app.browser(), ADA).await;
        assert_eq!(between.app.rows("users").await, i64::try_from(before).unwrap() + 1);
    }
    between.arrives(&mut between.app.browser(), ADA).await;
    assert_eq!(between.app.rows("users").await, 4, "the last one again");
}

/// Case 166: an address is verified only where the provider says so, it is mapped, and its word counts.
#[actix_web::test]
async fn an_address_is_verified_by_a_trusted_word_only() {
    let between = Between::start().await;
    let (deps, pool) = (between.app.deps(), &between.app.pool);
    let mapping = ["email", "email_verified"].map(|name| (name.to_owned(), name.to_owned()));
    let verified = async |trusts: bool, says: fn(&mut vestibule::simulator::saml::Statement)| {
        let settings = SettingsUpdate { trusts_email: Some(Some(trusts)), ..SettingsUpdate::default() };
        let update = ProviderUpdate {
            mapping: Some(mapping.clone().into()),
            settings: Some(settings),
            ..ProviderUpdate::default()
        };
        let changed = providers::update(&deps, pool, NAME, update).await.unwrap();
        assert!(matches!(changed, ProviderChange::Done(_)), "{changed:?}");
        between.app.advance_secs(2);
        between.demo.knobs.bend([Fault::Statement(says)]);
        between.arrives(&mut between.app.browser(), ADA).await;
        let found = deps.storage.read().users().find_by_identifier(&pool.id, "corp_demo-0000000001815").await;
        found.unwrap().unwrap().attribute("email_verified") == Some("true")
    };
    assert!(!verified(false, |_| {}).await, "not trusted");
    for says in ["false", "TRUE", "1", "yes"] {
        // a fresh address each time, so that what was said of the one before counts for nothing
        let bend: fn(&mut vestibule::simulator::saml::Statement) = match says {
            "false" => |statement| say(statement, "false"),
            "TRUE" => |statement| say(statement, "TRUE"),
            "1" => |statement| say(statement, "1"),
            _ => |statement| say(statement, "yes"),
        };
        assert!(!verified(true, bend).await, "{says}");
    }
    assert!(verified(true, |statement| say(statement, "true")).await);
}

fn say(statement: &mut vestibule::simulator::saml::Statement, word: &str) {
    statement.attributes.retain(|(name, _)| !name.starts_with("email"));
    statement.attributes.push(("email".to_owned(), format!("{}@example.com", word.to_lowercase())));
    statement.attributes.push(("email_verified".to_owned(), word.to_owned()));
}

/// Case 198: what is behind a URL of metadata is told to nobody, whatever it is.
#[actix_web::test]
async fn metadata_that_cannot_be_fetched_are_refused_in_the_same_words() {
    let between = Between::start().await;
    let deps = between.app.deps();
    let nothing = between.demo.simulator().saml_places().metadata.replace("/metadata", "/nothing");
    let private = ["http://169.254.169.254/latest", "https://10.0.0.1/", "http://[::1]:22/", "http://[::1]:8080/"];
    for urls in [private.to_vec(), vec!["http://127.0.0.1:1/", nothing.as_str()]] {
        let mut said = Vec::new();
        for url in urls {
            let new = NewProvider {
                name: "Other".to_owned(),
                kind: ProviderType::Saml,
                details: BTreeMap::from([("MetadataURL".to_owned(), url.to_owned())]),
                mapping: BTreeMap::new(),
                identifiers: Vec::new(),
            };
            let change = providers::create(&deps, &between.app.pool, new).await.unwrap();
            assert!(matches!(change, ProviderChange::Refused(_)), "{url}: {change:?}");
            said.push(format!("{change:?}"));
        }
        assert!(said.iter().all(|words| *words == said[0]), "{said:?}");
    }
}

/// Case 111: what an attacker brings from another site signs nobody in to an account of theirs.
#[actix_web::test]
async fn an_answer_that_another_browser_asked_for_is_none_here() {
    let between = Between::start().await;
    let (mut theirs, mut ours) = (between.app.browser(), between.app.browser());
    let page = between.set_out(&mut theirs).await;
    let returned = between.demo.visit(&page.url, &PEOPLE[1]).await;
    let page = between.come_back(&mut ours, &returned).await;
    assert!(!page.has_left() && ours.session().is_none(), "{page:?}");
    assert_eq!(between.app.rows("session_logins").await, 0);
    // and a state that is cut short, or another's, brings nothing
    for state in ["", "x", &returned.get("RelayState").unwrap()[1..]] {
        let form = returned.form.clone().unwrap().fill("RelayState", state);
        let answer = post(&between, &form).await;
        assert_eq!(answer, 400, "{state}");
    }
    between.arrives(&mut ours, ADA).await;
}

async fn post(between: &Between, form: &Form) -> u16 {
    let mut browser = between.app.browser();
    browser.request(Method::POST, &form.action, Some(form.body()), From::OtherSite).await.code()
}
