//! What one proves oneself with: set up, changed and taken away, by the rules of the API.

use vestibule::domain::event::EventName;
use vestibule::domain::pool::{PoolSettings, RecoveryMechanism, SecondFactorPolicy};
use vestibule::domain::sign_in::{Factor, SecondFactor};

use super::{at, send, sign_in, signed_in};
use crate::mfa::App;
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::people::PASSWORD;

async fn app_that_asks(when: SecondFactor) -> TestApp {
    let kinds = [Factor::Totp, Factor::EmailCode].into();
    let admin_only = |pool: &mut PoolSettings| pool.recovery = vec![RecoveryMechanism::AdminOnly];
    let policy = SecondFactorPolicy { when, kinds };
    TestApp::setup().pool(admin_only).pool(move |pool| pool.second_factor = policy).start().await
}

async fn press(app: &TestApp, browser: &mut Browser, deed: &str) -> Page {
    let page = browser.open(&at(app, "/factors")).await;
    let form = page.form("/account/factors").press("do", deed);
    browser.submit(&page, &form).await
}

/// Sets an app up; the page that is shown then.
async fn set_up(app: &TestApp, browser: &mut Browser) -> (App, Page) {
    let page = press(app, browser, "app:add").await;
    assert!(page.url.path().ends_with("/account/app"), "{page:?}");
    let body = &page.shown().body;
    let secret = body.split("<p class=\"code-block\"><code>").nth(1).unwrap().split('<').next().unwrap();
    let phone = App::learn(secret);
    let form = page.form("/account/app").fill("code", &phone.code(app));
    let page = browser.submit(&page, &form).await;
    (phone, page)
}

#[actix_web::test]
async fn an_app_is_set_up_with_its_recovery_codes_and_asked_for_from_then_on() {
    let app = app_that_asks(SecondFactor::Optional).await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let (phone, page) = set_up(&app, &mut browser).await;
    assert!(page.url.path().ends_with("/account/codes"), "{page:?}");
    assert_eq!(page.shown().body.matches("<li><code>").count(), 10, "{page:?}");
    let file = browser.get(&at(&app, "/codes/download")).await;
    assert_eq!(file.body.lines().count(), 10, "{file:?}");
    // They are there until the person has kept them, and then nowhere.
    let page = browser.submit(&page, &page.form("/account/codes").press("do", "done")).await;
    assert!(page.url.path().ends_with("/account/factors"), "{page:?}");
    let again = browser.open(&at(&app, "/codes")).await;
    assert!(!again.shown().body.contains("<li><code>") && again.shown().body.contains("10 left"), "{again:?}");

    app.advance_secs(60);
    let mut other = app.browser();
    let page = other.open(&at(&app, "")).await;
    let page = sign_in(&mut other, &page, "ada").await;
    let page = other.submit(&page, &page.form("/mfa").fill("code", &phone.code(&app))).await;
    assert_eq!(page.url.path(), at(&app, ""), "{page:?}");
    app.node().run_jobs().await;
    assert!(app.node().mailbox().all().iter().any(|mail| mail.to == "ada@example.test"), "she hears of it");
}

#[actix_web::test]
async fn an_app_is_taken_away_after_a_proof_of_just_now() {
    let app = app_that_asks(SecondFactor::Optional).await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let (phone, _) = set_up(&app, &mut browser).await;
    app.advance_secs(601);
    let asked = press(&app, &mut browser, "app:remove").await;
    assert!(asked.url.path().ends_with("/login"), "{asked:?}");
    assert_eq!(app.rows("totp_secrets").await, 1, "nothing happened");
    let page = sign_in(&mut browser, &asked, "ada").await;
    let page = browser.submit(&page, &page.form("/mfa").fill("code", &phone.code(&app))).await;
    assert_eq!(page.url.path(), at(&app, "/factors"), "{page:?}");
    let page = press(&app, &mut browser, "app:remove").await;
    assert!(page.shown().body.contains("Removed."), "{page:?}");
    assert_eq!(app.rows("totp_secrets").await, 0);
    assert_eq!(app.events(EventName::FactorRemoved).await, 1);
    app.node().run_jobs().await;
    let mails = app.node().mailbox().all();
    assert!(mails.iter().any(|mail| mail.mail.subject.contains("removed")), "she hears of it");
    let page = press(&app, &mut browser, "app:remove").await;
    assert!(page.shown().body.contains("not there any more"), "{page:?}");
}

#[actix_web::test]
async fn the_only_factor_stays_where_everybody_must_have_one() {
    let kinds = [Factor::Totp].into();
    let policy = SecondFactorPolicy { when: SecondFactor::Required, kinds };
    let app = TestApp::setup().pool(move |pool| pool.second_factor = policy).start().await;
    app.person("ada").await;
    let mut browser = app.browser();
    let page = browser.open(&at(&app, "/factors")).await;
    let page = sign_in(&mut browser, &page, "ada").await;
    let body = &page.shown().body;
    let secret = body.split("<p class=\"code-block\"><code>").nth(1).unwrap().split('<').next().unwrap();
    let form = page.form("/mfa/setup").fill("code", &App::learn(secret).code(&app));
    let page = browser.submit(&page, &form).await;
    let page = browser.submit(&page, &page.form("/mfa/codes")).await;
    assert_eq!(page.url.path(), at(&app, "/factors"), "{page:?}");
    let page = press(&app, &mut browser, "app:remove").await;
    assert!(page.shown().body.contains("your only one"), "{page:?}");
    assert_eq!((app.rows("totp_secrets").await, app.events(EventName::FactorRemoved).await), (1, 0));
}

#[actix_web::test]
async fn codes_by_mail_are_turned_on_and_off_and_asked_first() {
    let app = app_that_asks(SecondFactor::Optional).await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let page = press(&app, &mut browser, "on:email").await;
    assert!(page.shown().body.contains("Saved.") && page.shown().body.contains("Asked first"), "{page:?}");
    set_up(&app, &mut browser).await;
    let page = press(&app, &mut browser, "prefer:app").await;
    assert!(page.shown().body.contains("off:email"), "the other stays on: {page:?}");
    let page = press(&app, &mut browser, "off:email").await;
    assert!(page.shown().body.contains("on:email"), "{page:?}");
    for nonsense in ["on:sms", "on:password", "prefer:", "x:app", ""] {
        let page = press(&app, &mut browser, nonsense).await;
        assert!(page.shown().body.contains("not there any more"), "{nonsense}: {page:?}");
    }
}

#[actix_web::test]
async fn a_new_password_needs_the_old_one_and_ends_everything_else() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut elsewhere = signed_in(&app, &ada).await;
    let mut browser = signed_in(&app, &ada).await;
    let new = "another horse 7 battery";
    let page = send(&app, &mut browser, "/password", &[("password", "wrong"), ("new_password", new)]).await;
    assert!(page.shown().body.contains("not your password"), "{page:?}");
    let page = send(&app, &mut browser, "/password", &[("password", PASSWORD), ("new_password", "short")]).await;
    assert!(page.shown().body.contains("at least"), "{page:?}");
    assert_eq!(app.events(EventName::PasswordChanged).await, 1, "only the admin's");
    let page = send(&app, &mut browser, "/password", &[("password", PASSWORD), ("new_password", new)]).await;
    assert!(page.shown().body.contains("Your password is set"), "{page:?}");
    assert_eq!(browser.get(&at(&app, "")).await.code(), 200, "this browser stays");
    assert_eq!(elsewhere.get(&at(&app, "")).await.code(), 303, "the other is out");
    let page = app.browser().try_sign_in(&app.client, "ada", PASSWORD).await;
    assert!(!page.has_left());
    assert!(app.browser().try_sign_in(&app.client, "ada", new).await.has_left());
    app.node().run_jobs().await;
    assert!(app.node().mailbox().all().iter().any(|mail| mail.mail.subject.contains("password")));
}
