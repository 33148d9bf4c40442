//! The password of a sign-up that somebody else had left unconfirmed opened the account once the owner of the address
//! proved it (case 162, lesson L12, `t_prehijack_classic_federated_merge`). Where the address is the username, the pages
//! answer the owner's own sign-up like a new one, so that they had no way to notice.

use serde_json::{Value, json};
use vestibule::domain::event::EventName;
use vestibule::domain::pool::Contact;

use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::desk::{Desk, done, list, refused};

const OWNER: &str = "ada@example.test";
const HERS: &str = "the owner's own 7 words";
const HIS: &str = "the stranger's 7 words";

async fn by_email() -> Desk {
    Desk::open(|pool| {
        pool.sign_in_names.username_attributes.insert(Contact::Email);
        pool.schema.required.extend(["email".to_owned(), "name".to_owned()]);
    })
    .await
}

async fn sign_up(app: &TestApp, browser: &mut Browser, address: &str, (name, password): (&str, &str)) -> Page {
    let page = browser.open(&format!("/signup?{}", app.app_client().request().query())).await;
    let form = page.form("/signup").fill("username", address).fill("name", name).fill("password", password);
    let page = browser.submit(&page, &form).await;
    assert!(page.url.path().ends_with("/confirm"), "{page:?}");
    app.node().run_jobs().await;
    page
}

async fn confirm(app: &TestApp, browser: &mut Browser, page: &Page, code: &str) -> Page {
    let form = page.form("/confirm").fill("code", code);
    let next = browser.submit(page, &form).await;
    app.node().run_jobs().await;
    next
}

async fn api_sign_up(desk: &Desk, password: &str) -> crate::support::Answer {
    let attributes = list(&[("name", "Stranger")]);
    desk.try_app("SignUp", json!({"Username": OWNER, "Password": password, "UserAttributes": attributes})).await
}

/// Only the owner's password opens the account.
async fn assert_hers(desk: &Desk) {
    desk.try_sign_in(OWNER, HIS).await.assert_wrong_password();
    assert_eq!(desk.try_sign_in(OWNER, HERS).await.code(), 200);
    assert_eq!(desk.attribute(OWNER, "name").await, "Ada");
    assert_eq!(desk.attribute(OWNER, "email_verified").await, "true");
    assert_eq!(desk.app.rows("users").await, 1);
}

#[actix_web::test]
async fn a_stranger_who_signed_up_first_gets_nothing() {
    let desk = by_email().await;
    let app = &desk.app;
    let (mut his, mut hers) = (app.browser(), app.browser());
    sign_up(app, &mut his, OWNER, ("Stranger", HIS)).await;
    let first = app.mailed_code(OWNER);
    let page = sign_up(app, &mut hers, OWNER, ("Ada", HERS)).await;
    let resent = hers.submit(&page, &page.form("/resendcode")).await;
    app.node().run_jobs().await;
    let newest = app.mailed_code(OWNER);
    assert_ne!(first, newest, "her sign-up sent a code of its own");
    let void = confirm(app, &mut hers, &resent, &first).await;
    assert!(void.shown().body.contains("That code is not right"), "{void:?}");
    let login = confirm(app, &mut hers, &void, &newest).await;
    assert!(login.shown().body.contains("Your account is confirmed."), "{login:?}");
    assert_hers(&desk).await;
    assert_eq!(app.events(EventName::SignUpContested).await, 1);
}

#[actix_web::test]
async fn nor_does_one_who_signs_up_while_she_waits_for_the_code() {
    let desk = by_email().await;
    let app = &desk.app;
    let (mut his, mut hers) = (app.browser(), app.browser());
    let page = sign_up(app, &mut hers, OWNER, ("Ada", HERS)).await;
    let hers_first = app.mailed_code(OWNER);
    sign_up(app, &mut his, OWNER, ("Stranger", HIS)).await;
    assert_eq!(refused(&api_sign_up(&desk, HIS).await).0, "UsernameExists");
    let newest = app.mailed_code(OWNER);
    assert_ne!(hers_first, newest);
    // She types the newest code, which his sign-up set off.
    let login = confirm(app, &mut hers, &page, &newest).await;
    assert!(login.shown().body.contains("Your account is confirmed."), "{login:?}");
    assert_hers(&desk).await;
}

#[actix_web::test]
async fn in_a_browser_that_did_not_sign_up_no_password_survives() {
    let desk = by_email().await;
    let app = &desk.app;
    let (mut his, mut hers, mut phone) = (app.browser(), app.browser(), app.browser());
    sign_up(app, &mut his, OWNER, ("Stranger", HIS)).await;
    let page = sign_up(app, &mut hers, OWNER, ("Ada", HERS)).await;
    let elsewhere = phone.open(page.url.as_str()).await;
    let form = elsewhere.form("/confirm").fill("username", OWNER).fill("code", &app.mailed_code(OWNER));
    let forgot = phone.submit(&elsewhere, &form).await;
    assert!(forgot.url.path().ends_with("/forgotPassword"), "{forgot:?}");
    assert!(forgot.shown().body.contains("Your account is confirmed. Choose a password"), "{forgot:?}");
    for password in [HIS, HERS] {
        desk.try_sign_in(OWNER, password).await.assert_wrong_password();
    }
    assert_eq!(desk.attribute(OWNER, "name").await, "", "nothing that he said of her");
    let reset = phone.submit(&forgot, &forgot.form("/forgotPassword")).await;
    app.node().run_jobs().await;
    let form = reset.form("/confirmforgotPassword").fill("code", &app.mailed_code(OWNER)).fill("new_password", HERS);
    phone.submit(&reset, &form).await;
    assert_eq!(desk.try_sign_in(OWNER, HERS).await.code(), 200);
}

#[actix_web::test]
async fn an_app_is_told_and_its_user_gets_in_by_recovery() {
    let desk = by_email().await;
    done(&api_sign_up(&desk, HIS).await);
    assert_eq!(refused(&api_sign_up(&desk, HERS).await).0, "UsernameExists");
    desk.app("ResendConfirmationCode", json!({ "Username": OWNER })).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code(OWNER);
    desk.app("ConfirmSignUp", json!({"Username": OWNER, "ConfirmationCode": code})).await;
    for password in [HIS, HERS] {
        desk.try_sign_in(OWNER, password).await.assert_wrong_password();
    }
    desk.app("ForgotPassword", json!({ "Username": OWNER })).await;
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code(OWNER);
    desk.app("ConfirmForgotPassword", json!({"Username": OWNER, "ConfirmationCode": code, "Password": HERS})).await;
    desk.try_sign_in(OWNER, HIS).await.assert_wrong_password();
    assert_eq!(desk.try_sign_in(OWNER, HERS).await.code(), 200);
}

#[actix_web::test]
async fn an_app_that_repeats_its_call_changes_nothing() {
    let desk = by_email().await;
    done(&api_sign_up(&desk, HERS).await);
    assert_eq!(refused(&api_sign_up(&desk, HERS).await).0, "UsernameExists");
    assert_eq!(desk.app.events(EventName::SignUpContested).await, 0);
    desk.app.node().run_jobs().await;
    let code = desk.app.mailed_code(OWNER);
    let answer: Value = desk.app("ConfirmSignUp", json!({"Username": OWNER, "ConfirmationCode": code})).await;
    assert!(answer.is_object());
    assert_eq!(desk.try_sign_in(OWNER, HERS).await.code(), 200);
}

#[actix_web::test]
async fn what_one_browser_kept_is_worth_nothing_in_another_or_for_another_address() {
    let desk = by_email().await;
    let app = &desk.app;
    let (mut his, mut hers) = (app.browser(), app.browser());
    let page = sign_up(app, &mut hers, OWNER, ("Ada", HERS)).await;
    let planted = sign_up(app, &mut his, OWNER, ("Stranger", HIS)).await.form("/confirm");
    let planted = planted.get("sign_up").unwrap().to_owned();
    let code = app.mailed_code(OWNER);
    let form = page.form("/confirm").fill("sign_up", &planted).fill("code", &code);
    let forgot = hers.submit(&page, &form).await;
    assert!(forgot.url.path().ends_with("/forgotPassword"), "{forgot:?}");
    desk.try_sign_in(OWNER, HIS).await.assert_wrong_password();
}

#[actix_web::test]
async fn the_address_that_is_proven_is_the_one_that_the_code_went_to() {
    let desk = by_email().await;
    let app = &desk.app;
    let mut his = app.browser();
    let first = sign_up(app, &mut his, OWNER, ("Stranger", HIS)).await;
    // To a mail server that tells cases apart, this may be a mailbox of his own.
    sign_up(app, &mut app.browser(), "ADA@example.test", ("Stranger", HIS)).await;
    let code = app.mailed_code("ADA@example.test");
    confirm(app, &mut his, &first, &code).await;
    assert_eq!(desk.attribute(OWNER, "email").await, "ADA@example.test");
}
