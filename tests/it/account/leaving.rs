//! One's data, to take along; the account, deleted for good; what happened, told to its own person only.

use actix_web::http::Method;
use serde_json::Value;
use vestibule::domain::device::DevicePolicy;
use vestibule::domain::event::EventName;

use super::{at, send, sign_in, signed_in};
use crate::support::TestApp;
use crate::support::browser::From;
use crate::support::forms::encode;
use crate::support::people::PASSWORD;

#[actix_web::test]
async fn the_document_holds_what_is_kept_and_no_secret() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let answer = browser.get(&at(&app, "/data/download")).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
    let found: Value = answer.json();
    assert_eq!(found["profile"]["attributes"]["email"], "ada@example.test");
    assert_eq!(found["profile"]["sub"], ada.id.to_string());
    assert_eq!(found["factors"]["has_password"], true);
    assert_eq!(found["sessions"].as_array().unwrap().len(), 1);
    assert!(found["events"].as_array().unwrap().iter().any(|event| event["name"] == "sign_in.completed"));
    for secret in ["argon2", PASSWORD, browser.session().unwrap()] {
        assert!(!answer.body.contains(secret), "{secret}");
    }
    app.advance_secs(601);
    let page = browser.open(&at(&app, "/data/download")).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let page = sign_in(&mut browser, &page, "ada").await;
    assert_eq!(page.url.path(), at(&app, "/data"), "{page:?}");
}

#[actix_web::test]
async fn an_account_is_deleted_by_its_name_and_a_proof_of_just_now() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.person("ada").await, app.person("eve").await);
    let mut elsewhere = app.browser();
    elsewhere.sign_in(&app.client, &ada).await;
    let mut browser = signed_in(&app, &ada).await;
    for wrong in ["eve", "", "yes"] {
        let page = send(&app, &mut browser, "/delete", &[("confirm", wrong)]).await;
        assert!(page.shown().body.contains("not the name of your account"), "{page:?}");
    }
    let page = browser.open(&at(&app, "/delete")).await;
    let form = page.form("/account/delete").fill("confirm", "Ada");
    app.advance_secs(601);
    let asked = browser.submit(&page, &form).await;
    assert!(asked.url.path().ends_with("/login"), "{asked:?}");
    assert_eq!((app.rows("users").await, app.events(EventName::UserDeleted).await), (2, 0));
    let page = sign_in(&mut browser, &asked, "ada").await;
    let page = browser.submit(&page, &page.form("/account/delete").fill("confirm", "Ada")).await;
    assert!(page.url.path().ends_with("/signedOut"), "{page:?}");
    assert_eq!((app.rows("users").await, app.events(EventName::UserDeleted).await), (1, 1));
    for browser in [&mut browser, &mut elsewhere] {
        assert_eq!(browser.get(&at(&app, "")).await.code(), 303, "nobody is in any more");
    }
    app.node().run_jobs().await;
    let mails = app.node().mailbox().all();
    assert!(mails.iter().any(|mail| mail.to == "ada@example.test" && mail.mail.subject.contains("deleted")));
    assert!(signed_in(&app, &eve).await.session().is_some(), "others stay");
}

#[actix_web::test]
async fn activity_is_told_page_by_page_and_to_nobody_else() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.person("ada").await, app.person("eve").await);
    let mut browser = signed_in(&app, &ada).await;
    for number in 0..30 {
        let name = format!("Ada {number}");
        app.advance_secs(1);
        send(&app, &mut browser, "/profile", &[("name", &name)]).await;
    }
    let page = browser.open(&at(&app, "/activity")).await;
    assert_eq!(page.shown().body.matches("Your profile was changed").count(), 25, "{page:?}");
    let next = page.link("next=");
    let page = browser.open(&next).await;
    assert!(page.shown().body.contains("You signed in"), "{page:?}");
    assert_eq!(page.shown().body.matches("Your profile was changed").count(), 5);
    // A place in her list is none in another's.
    let mut hers = signed_in(&app, &eve).await;
    let answer = hers.get(&next).await;
    assert_eq!(answer.location(), Some(at(&app, "/activity").as_str()), "{answer:?}");
    let page = hers.open(&at(&app, "/activity")).await;
    assert!(!page.shown().body.contains("Your profile was changed"), "{page:?}");
}

#[actix_web::test]
async fn a_known_browser_is_named_and_forgotten_by_its_own_person() {
    let app = TestApp::setup().pool(|pool| pool.devices = Some(DevicePolicy::default())).start().await;
    let (ada, eve) = (app.person("ada").await, app.person("eve").await);
    let mut browser = signed_in(&app, &ada).await;
    let page = browser.open(&at(&app, "/devices")).await;
    let body = &page.shown().body;
    let key = body.split("name=\"forget\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_ne!(key, "all", "{page:?}");
    let mut hers = signed_in(&app, &eve).await;
    for (name, value) in [("forget", key.as_str()), ("rename", key.as_str()), ("forget", "x"), ("rename", "")] {
        let page = hers.open(&at(&app, "/devices")).await;
        let csrf = page.form("/account/devices").get("_csrf").unwrap().to_owned();
        let form = encode([(name, value), ("name", "Mine"), ("_csrf", &csrf)]);
        hers.request(Method::POST, &at(&app, "/devices"), Some(form), From::Ours).await;
        let page = hers.open(&at(&app, "/devices")).await;
        assert!(page.shown().body.contains("not there any more"), "{name} {value}: {page:?}");
    }
    let page = browser.open(&at(&app, "/devices")).await;
    let form = page.form("/account/devices").fill("name", "Desk").press("rename", &key);
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("Desk"), "{page:?}");
    let form = page.form("/account/devices").press("forget", &key);
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("Forgotten."), "{page:?}");
    assert!(!page.shown().body.contains("Desk"), "{page:?}");
}

#[actix_web::test]
async fn a_page_costs_few_statements_and_writes_nothing() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    for place in ["", "/profile", "/factors", "/sessions", "/activity", "/devices", "/passkeys", "/data", "/codes"] {
        browser.get(&at(&app, place)).await;
        let before = app.statements();
        let answer = browser.get(&at(&app, place)).await;
        let spent = app.statements().since(before);
        assert_eq!(answer.code(), 200, "{place}");
        assert_eq!(spent.writes, 0, "{place}: {spent:?}");
        assert!(spent.reads <= 7, "{place}: {spent:?}");
    }
}
