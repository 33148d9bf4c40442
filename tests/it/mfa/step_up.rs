//! `acr_values`: a client demands two factors, and a session that has one is asked for the other.

use serde_json::{Value, json};

use super::{App, desk, mail_desk, mailed, with_app_on};
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;
use crate::support::tokens::claims;
use crate::support::{PASSWORD, Person};

const ONE: &str = "urn:vestibule:acr:one-factor";
const TWO: &str = "urn:vestibule:acr:two-factors";

/// What the ID token says that was done, how, and when.
async fn said(desk: &Desk, page: &Page) -> (Value, Value, i64) {
    assert!(page.has_left() && !page.parameter("code").is_empty(), "{page:?}");
    let tokens = desk.app.app_client().redeem(&page.parameter("code")).await.json();
    let claims = claims(tokens["id_token"].as_str().unwrap());
    (claims["acr"].clone(), claims["amr"].clone(), claims["auth_time"].as_i64().unwrap())
}

fn target(desk: &Desk, acr: &str) -> String {
    desk.app.app_client().request().with("acr_values", acr).target()
}

/// A browser in which `ada` is signed in by her password.
async fn signed_in(desk: &Desk) -> Browser {
    let ada = Person { username: "ada".to_owned(), id: vestibule::domain::user::UserId(uuid::Uuid::nil()) };
    let mut browser = desk.app.browser();
    browser.sign_in(&desk.app.client, &ada).await;
    browser
}

async fn type_password(browser: &mut Browser, page: &Page) -> Page {
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    browser.submit(page, &form).await
}

/// `ada` set an app up and did not switch it on: where there is a choice she is not asked.
async fn with_app_off(desk: &Desk) -> App {
    let app = with_app_on(desk).await;
    let off = json!({"SoftwareTokenMfaSettings": {"Enabled": false}});
    desk.user(&access_token(desk, &app).await, "SetUserMFAPreference", off).await;
    desk.app.advance_secs(30);
    app
}

async fn access_token(desk: &Desk, app: &App) -> String {
    let challenge = super::asked(desk, "SOFTWARE_TOKEN_MFA").await;
    let tokens = super::respond_with_code(desk, &challenge, &app.code(&desk.app)).await;
    desk.app.advance_secs(30);
    tokens.json()["AuthenticationResult"]["AccessToken"].as_str().unwrap().to_owned()
}

/// OpenID Connect Core §3.1.2.1, and `oidcc-ensure-request-with-acr-values-succeeds`.
#[actix_web::test]
async fn words_that_are_known_and_those_that_are_not_are_no_error() {
    let desk = desk("OPTIONAL").await;
    let mut browser = signed_in(&desk).await;
    for acr in ["1 2", "phr", "", ONE, &format!("phr {ONE} {TWO}")] {
        let page = browser.open(&target(&desk, acr)).await;
        let (done, how, _) = said(&desk, &page).await;
        assert_eq!((done, how), (json!(ONE), json!(["pwd"])), "{acr}");
    }
    let document = browser.get(&format!("/{}/.well-known/openid-configuration", desk.app.pool.id)).await.json();
    assert_eq!(document["acr_values_supported"], json!([ONE, TWO]));
    assert!(document["claims_supported"].to_string().contains("\"acr\""));
}

/// Only what is missing is asked for, and only in the browser that has the session.
#[actix_web::test]
async fn a_session_with_one_factor_is_asked_for_the_other() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_off(&desk).await;
    let mut browser = signed_in(&desk).await;
    let before = said(&desk, &browser.open(&target(&desk, ONE)).await).await;
    assert_eq!(before.0, ONE);
    desk.app.advance_secs(60);
    let silent = desk.app.app_client().request().with("acr_values", TWO).with("prompt", "none").target();
    assert_eq!(browser.get(&silent).await.redirected("error"), "login_required");

    let page = browser.open(&target(&desk, TWO)).await;
    let form = page.form("/continue").press("choice", "continue");
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/mfa"), "the password is not asked for again: {page:?}");
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let mut stranger = desk.app.browser();
    assert!(!stranger.submit(&page, &form).await.has_left());
    let page = browser.submit(&page, &form).await;
    let (done, how, when) = said(&desk, &page).await;
    assert_eq!((done, how), (json!(TWO), json!(["pwd", "otp", "mfa"])));
    assert_eq!(when, desk.app.now().secs(), "something was proven just now");
    let again = browser.open(&silent).await;
    assert_eq!(said(&desk, &again).await.0, TWO, "and it is not asked for again");
    let lesser = browser.open(&target(&desk, ONE)).await;
    assert_eq!(said(&desk, &lesser).await.0, TWO, "the token says what was done, and not what was asked");
}

/// Whoever sits down at a browser that was left does not protect the account with a phone of their own.
#[actix_web::test]
async fn who_has_nothing_to_be_asked_for_proves_the_password_and_sets_something_up() {
    let desk = desk("OPTIONAL").await;
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&target(&desk, TWO)).await;
    let form = page.form("/continue").press("choice", "continue");
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let page = type_password(&mut browser, &page).await;
    assert!(page.url.path().ends_with("/mfa/setup"), "{page:?}");
    let secret = page.shown().body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    let app = App::learn(secret);
    let form = page.form("/mfa/setup").fill("code", &app.code(&desk.app));
    let codes = browser.submit(&page, &form).await;
    let page = browser.submit(&codes, &codes.form("/mfa/codes")).await;
    assert_eq!(said(&desk, &page).await.0, TWO);
    let next = desk.app.browser().try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(next.url.path().ends_with("/mfa"), "who set it up is asked from now on: {next:?}");
}

#[actix_web::test]
async fn two_factors_are_asked_of_a_new_sign_in_too() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_off(&desk).await;
    let mut browser = desk.app.browser();
    let page = browser.open(&target(&desk, TWO)).await;
    let page = type_password(&mut browser, &page).await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let page = browser.submit(&page, &form).await;
    assert_eq!(said(&desk, &page).await.0, TWO);
    let mut other = desk.app.browser();
    let page = other.open(&target(&desk, ONE)).await;
    let page = type_password(&mut other, &page).await;
    assert_eq!(said(&desk, &page).await.0, ONE);
}

/// A pool that asks nobody has nothing to ask for: the token says so, and the client decides.
#[actix_web::test]
async fn a_demand_that_cannot_be_met_is_no_error_and_no_lie() {
    let desk = Desk::open(|_| {}).await;
    desk.person("ada", &[]).await;
    let mut browser = desk.app.browser();
    let page = browser.open(&target(&desk, TWO)).await;
    let page = type_password(&mut browser, &page).await;
    assert_eq!(said(&desk, &page).await.0, ONE);
    let again = browser.open(&target(&desk, TWO)).await;
    assert_eq!(said(&desk, &again).await.0, ONE, "nor is anybody sent in circles");
}

/// A session too old for the request proves everything again, whatever is missing beside.
#[actix_web::test]
async fn a_session_that_is_too_old_is_asked_for_everything() {
    let desk = mail_desk("OPTIONAL").await;
    let mut browser = signed_in(&desk).await;
    desk.app.advance_secs(120);
    let request = desk.app.app_client().request().with("acr_values", TWO).with("max_age", "60");
    let page = browser.open(&request.target()).await;
    let page = type_password(&mut browser, &page).await;
    assert!(page.url.path().ends_with("/mfa"), "{page:?}");
    let form = page.form("/mfa").fill("code", &mailed(&desk).await);
    let page = browser.submit(&page, &form).await;
    assert_eq!(said(&desk, &page).await, (json!(TWO), json!(["pwd", "otp", "mfa"]), desk.app.now().secs()));
}

/// The sign-in that asks for what is missing dies with the session's person signing out everywhere.
#[actix_web::test]
async fn what_was_ended_is_not_stepped_up() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_off(&desk).await;
    let mut browser = signed_in(&desk).await;
    let page = browser.open(&target(&desk, TWO)).await;
    let form = page.form("/continue").press("choice", "continue");
    let page = browser.submit(&page, &form).await;
    desk.admin("AdminUserGlobalSignOut", json!({"Username": "ada"})).await;
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/login") && !page.has_left(), "{page:?}");
}
