//! What is known of the person: read back through the API, written only as far as it is theirs, contacts only when proven.

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::pool::{AttributeRule, AttributeType};
use vestibule::flows::manage::{access_keys, users};

use super::{at, send, sign_in, signed_in};
use crate::support::TestApp;
use crate::support::browser::From;
use crate::support::forms::encode;
use actix_web::http::Method;

/// What an admin reads of a user.
async fn attribute(app: &TestApp, username: &str, name: &str) -> String {
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let input = json!({"UserPoolId": app.pool.id.to_string(), "Username": username});
    let answer = app.aws_sdk(&key).call("AdminGetUser", &input).await;
    let found: Value = answer.json();
    let list = found["UserAttributes"].as_array().unwrap_or_else(|| panic!("{answer:?}"));
    let one = list.iter().find(|attribute| attribute["Name"] == name);
    one.map(|attribute| attribute["Value"].as_str().unwrap().to_owned()).unwrap_or_default()
}

#[actix_web::test]
async fn a_name_is_changed_and_read_back() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = send(&app, &mut browser, "/profile", &[("name", "Ada King")]).await;
    assert!(page.shown().body.contains("Saved."), "{page:?}");
    assert_eq!(attribute(&app, "ada", "name").await, "Ada King");
    let again = browser.open(&at(&app, "/profile")).await;
    assert!(!again.shown().body.contains("Saved."), "it is said once");
}

/// Case 219: what only apps and admins know the meaning of is shown and not changed, whether it is set or not.
#[actix_web::test]
async fn attributes_of_the_pools_own_are_nobodys_to_give_themselves() {
    let own = |name: &str| AttributeRule {
        name: format!("custom:{name}"),
        data_type: AttributeType::String,
        mutable: true,
        min: None,
        max: None,
    };
    let app = TestApp::setup().pool(|pool| pool.schema.custom = vec![own("role"), own("team")]).start().await;
    let ada = app.person("ada").await;
    let given = [("custom:role".to_owned(), "reader".to_owned())].into();
    users::update_attributes(&app.deps(), &app.pool, "ada", given).await.unwrap();
    let mut browser = signed_in(&app, &ada).await;
    let page = browser.open(&at(&app, "/profile")).await;
    assert!(page.shown().body.contains("reader"), "it is shown: {page:?}");
    let form = page.form("/account/profile");
    assert!(form.fields.iter().all(|(name, _)| !name.starts_with("custom:")), "{form:?}");
    let csrf = form.get("_csrf").unwrap();
    for own in [("custom:role", "admin"), ("custom:team", "owners"), ("custom:role", "")] {
        let body = encode([("name", "Ada King"), own, ("_csrf", csrf)]);
        let answer = browser.request(Method::POST, &at(&app, "/profile"), Some(body), From::Ours).await;
        assert_eq!(answer.code(), 303, "{answer:?}");
    }
    assert_eq!(attribute(&app, "ada", "name").await, "Ada King");
    assert_eq!(attribute(&app, "ada", "custom:role").await, "reader");
    assert_eq!(attribute(&app, "ada", "custom:team").await, "");
}

#[actix_web::test]
async fn what_is_not_on_the_page_is_not_written() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = browser.open(&at(&app, "/profile")).await;
    let csrf = page.form("/account/profile").get("_csrf").unwrap().to_owned();
    let body = encode([
        ("name", "Ada King"),
        ("email", "eve@example.test"),
        ("email_verified", "false"),
        ("phone_number_verified", "true"),
        ("sub", "1"),
        ("custom:role", "admin"),
        ("cognito:groups", "admins"),
        ("identities", "[]"),
        ("updated_at", "1"),
        ("_csrf", &csrf),
    ]);
    let answer = browser.request(Method::POST, &at(&app, "/profile"), Some(body), From::Ours).await;
    assert_eq!(answer.code(), 303, "{answer:?}");
    assert_eq!(attribute(&app, "ada", "name").await, "Ada King");
    assert_eq!(attribute(&app, "ada", "email").await, "ada@example.test");
    assert_eq!(attribute(&app, "ada", "email_verified").await, "true");
    for name in ["phone_number_verified", "custom:role", "updated_at"] {
        assert_eq!(attribute(&app, "ada", name).await, "", "{name}");
    }
}

#[actix_web::test]
async fn a_new_address_counts_when_it_is_proven_and_the_old_one_hears_of_it() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = send(&app, &mut browser, "/email", &[("email", "new@example.test")]).await;
    assert!(page.shown().body.contains("new@example.test"), "{page:?}");
    app.node().run_jobs().await;
    assert_eq!(attribute(&app, "ada", "email").await, "ada@example.test", "the old one holds");
    let code = app.mailed_code("new@example.test");
    // A wrong one changes nothing.
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let form = page.form("/account/email").fill("code", wrong).press("do", "verify");
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("new@example.test"), "{page:?}");
    assert_eq!(attribute(&app, "ada", "email").await, "ada@example.test");
    let form = page.form("/account/email").fill("code", &code).press("do", "verify");
    let page = browser.submit(&page, &form).await;
    assert!(page.shown().body.contains("that is confirmed"), "{page:?}");
    assert_eq!(attribute(&app, "ada", "email").await, "new@example.test");
    assert_eq!(attribute(&app, "ada", "email_verified").await, "true");
    app.node().run_jobs().await;
    let mails = app.node().mailbox().all();
    let last = mails.iter().rfind(|mail| mail.to == "ada@example.test").expect("a mail to the old address");
    assert!(last.mail.subject.contains("changed"), "{}", last.mail.subject);
}

#[actix_web::test]
async fn a_change_that_waits_can_be_given_up() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = send(&app, &mut browser, "/email", &[("email", "new@example.test")]).await;
    app.node().run_jobs().await;
    let code = app.mailed_code("new@example.test");
    let form = page.form("/account/email").press("do", "cancel");
    let page = browser.submit(&page, &form).await;
    assert!(page.form("/account/email").get("email").is_some(), "{page:?}");
    let csrf = page.form("/account/email").get("_csrf").unwrap().to_owned();
    let body = encode([("do", "verify"), ("code", code.as_str()), ("_csrf", &csrf)]);
    browser.request(Method::POST, &at(&app, "/email"), Some(body), From::Ours).await;
    assert_eq!(attribute(&app, "ada", "email").await, "ada@example.test");
}

#[actix_web::test]
async fn an_address_is_changed_only_after_a_proof_of_just_now() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = browser.open(&at(&app, "/email")).await;
    let form = page.form("/account/email").fill("email", "new@example.test");
    app.advance_secs(601);
    let before = app.rows("codes").await;
    let asked = browser.submit(&page, &form).await;
    assert!(asked.url.path().ends_with("/login"), "{asked:?}");
    assert!(asked.shown().body.contains("prove once more"), "{asked:?}");
    assert_eq!(app.rows("codes").await, before);
    let back = sign_in(&mut browser, &asked, "ada").await;
    assert_eq!(back.url.path(), at(&app, "/email"), "{back:?}");
    let page = browser.submit(&back, &back.form("/account/email").fill("email", "new@example.test")).await;
    assert!(page.shown().body.contains("new@example.test"), "{page:?}");
}

#[actix_web::test]
async fn the_form_of_another_session_is_refused() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.person("ada").await, app.person("eve").await);
    let mut browser = signed_in(&app, &ada).await;
    let page = browser.open(&at(&app, "/profile")).await;
    let form = page.form("/account/profile").fill("name", "Changed");
    let mut other = signed_in(&app, &eve).await;
    let answer = other.request(Method::POST, &at(&app, "/profile"), Some(form.body()), From::Ours).await;
    // A browser that vouches for our own page is shown it again; nothing else happens.
    assert_eq!(answer.code(), 403, "{answer:?}");
    assert_eq!(attribute(&app, "eve", "name").await, "Ada Example");
    let sent = browser.submit(&page, &form).await;
    assert!(sent.shown().body.contains("Saved."));
    assert_eq!(attribute(&app, "ada", "name").await, "Changed");
}
