//! A forgotten password, and a temporary one that must be replaced.

use vestibule::domain::pool::Pool;
use vestibule::domain::secret::Secret;
use vestibule::flows::manage::users::{self, AttributesChange, PasswordChange};

use crate::doors::hosted::{login_page, newest_code, without_tokens};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::people::{PASSWORD, Person};

const TEMPORARY: &str = "temporary 7 horse";
const NEW: &str = "another horse 7 battery";

async fn ask(app: &TestApp, browser: &mut Browser, username: &str) -> Page {
    let login = login_page(app, browser).await;
    let page = browser.open(&login.link("/forgotPassword")).await;
    browser.submit(&page, &page.form("/forgotPassword").fill("username", username)).await
}

#[actix_web::test]
async fn a_forgotten_password_is_replaced_with_a_code() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let page = ask(&app, &mut browser, "ada").await;
    assert!(page.url.path().ends_with("/confirmforgotPassword"), "{page:?}");
    let code = newest_code(&app).await;

    let weak = page.form("/confirmforgotPassword").fill("code", &code).fill("new_password", "short");
    let again = browser.submit(&page, &weak).await;
    assert!(again.shown().body.contains("Use at least 8 characters."), "{again:?}");
    let right = again.form("/confirmforgotPassword").fill("code", &code).fill("new_password", NEW);
    let login = browser.submit(&again, &right).await;
    assert!(login.shown().body.contains("Your new password is set."), "{login:?}");
    assert_eq!(browser.session(), None, "a recovery is no sign-in (case 154)");
    app.advance_secs(1);
    let form = login.form("/login").fill("username", &ada.username);
    let refused = browser.submit(&login, &form.clone().fill("password", PASSWORD)).await;
    assert!(!refused.has_left(), "the old one no longer works");
    let form = refused.form("/login").fill("password", NEW);
    assert!(browser.submit(&refused, &form).await.has_left());
}

/// Case 163: what nobody has proven may be what somebody else left behind, and is shown with the way to prove or remove it.
#[actix_web::test]
async fn after_a_reset_what_nobody_has_proven_is_shown_and_asked_for() {
    let app = TestApp::start().await;
    let (_ada, mut browser) = (app.person("ada").await, app.browser());
    let phone = [("phone_number".to_owned(), "+12065551234".to_owned())].into();
    let changed = users::update_attributes(&app.deps(), &app.pool, "ada", phone).await.unwrap();
    assert!(matches!(changed, AttributesChange::Done), "{changed:?}");
    let page = ask(&app, &mut browser, "ada").await;
    let code = newest_code(&app).await;
    let form = page.form("/confirmforgotPassword").fill("code", &code).fill("new_password", NEW);
    let done = browser.submit(&page, &form).await;
    let shown = &done.shown().body;
    assert!(
        done.url.path().ends_with("/confirmforgotPassword") && shown.contains("Your new password is set"),
        "{done:?}"
    );
    assert!(shown.contains("+*******1234") && shown.contains("Not confirmed"), "{done:?}");
    assert!(!shown.contains("+12065551234") && browser.session().is_none(), "a recovery is no sign-in (case 154)");
    app.advance_secs(1);

    // On to the app, or to where it is proven, changed and removed.
    let mut to_app = browser.clone();
    let login = to_app.open(&done.link("/login?")).await;
    assert!(
        to_app.submit(&login, &login.form("/login").fill("username", "ada").fill("password", NEW)).await.has_left()
    );
    let login = browser.open(&done.link("/account/profile")).await;
    let profile = browser.submit(&login, &login.form("/login").fill("username", "ada").fill("password", NEW)).await;
    assert!(profile.shown().body.contains("+12065551234"), "{profile:?}");
    let contact = browser.open(&profile.link("/account/phone")).await;
    let gone = browser.submit(&contact, &contact.form("/account/phone").press("do", "remove")).await;
    assert!(gone.shown().body.contains("It is removed.") && !gone.shown().body.contains("+12065551234"), "{gone:?}");
    // What is proven stays: it is the way back.
    let contact = browser.open(&gone.link("/account/email")).await;
    assert!(!contact.shown().body.contains("value=\"remove\""), "{contact:?}");
    browser.submit(&contact, &contact.form("/account/email").press("do", "remove")).await;
    assert!(browser.open(&gone.link("/account/profile")).await.shown().body.contains("ada@example.test"));
}

#[actix_web::test]
async fn recovery_does_not_tell_who_has_an_account() {
    let app = TestApp::start().await;
    // names that no hash of a file has in it
    let _grace = app.person("grace").await;
    let mut pages = Vec::new();
    for username in ["grace", "steve"] {
        let mut browser = app.browser();
        let page = ask(&app, &mut browser, username).await;
        let sent = without_tokens(&page).replace(username, "…");
        let form = page.form("/confirmforgotPassword").fill("code", "000000").fill("new_password", NEW);
        let wrong = browser.submit(&page, &form).await;
        pages.push((sent, without_tokens(&wrong).replace(username, "…")));
    }
    assert_eq!(pages[0], pages[1]);
    app.node().run_jobs().await;
    assert_eq!(app.node().mailbox().all().len(), 1, "only the one who exists gets a mail");
}

async fn with_temporary_password(app: &TestApp, pool: &Pool) -> Person {
    let ada = app.person_in(pool, "ada").await;
    let changed = users::set_password(&app.deps(), pool, "ada", &Secret::from(TEMPORARY), false).await.unwrap();
    assert_eq!(changed, PasswordChange::Done);
    app.advance_secs(1);
    ada
}

async fn with_it(app: &TestApp, browser: &mut Browser) -> Page {
    let login = login_page(app, browser).await;
    let form = login.form("/login").fill("username", "ada").fill("password", TEMPORARY);
    browser.submit(&login, &form).await
}

#[actix_web::test]
async fn a_temporary_password_is_replaced_before_anything_else() {
    let app = TestApp::start().await;
    let _ada = with_temporary_password(&app, &app.pool).await;
    let mut browser = app.browser();
    let page = with_it(&app, &mut browser).await;
    assert!(page.url.path().ends_with("/changePassword"), "{page:?}");
    assert_eq!(browser.session(), None, "not signed in yet");
    let weak = browser.submit(&page, &page.form("/changePassword").fill("new_password", "short")).await;
    assert!(weak.shown().body.contains("Use at least 8 characters."), "{weak:?}");
    let back = browser.submit(&weak, &weak.form("/changePassword").fill("new_password", NEW)).await;
    assert!(back.has_left() && !back.parameter("code").is_empty(), "{back:?}");
    assert!(browser.session().is_some());
    let over = browser.submit(&weak, &weak.form("/changePassword").fill("new_password", "a third horse 7")).await;
    assert!(over.has_left(), "used once; the browser is signed in and goes on: {over:?}");
}

#[actix_web::test]
async fn a_pending_password_change_belongs_to_its_browser() {
    let app = TestApp::start().await;
    let _ada = with_temporary_password(&app, &app.pool).await;
    let (mut browser, mut thief) = (app.browser(), app.browser());
    let page = with_it(&app, &mut browser).await;
    let opened = thief.open(page.url.as_str()).await;
    assert!(opened.url.path().ends_with("/login"), "{opened:?}");
    // Even with the state of the other browser, but not its own value.
    let own = login_page(&app, &mut thief).await;
    for cookie in browser.jar.header("/").unwrap().split("; ") {
        let (name, value) = cookie.split_once('=').unwrap();
        if name.contains("-tx-") {
            thief.jar.put(name, value);
        }
    }
    let opened = thief.open(page.url.as_str()).await;
    assert!(opened.url.path().ends_with("/login"), "{opened:?}");
    assert!(own.url.path().ends_with("/login"));
    assert!(browser.submit(&page, &page.form("/changePassword").fill("new_password", NEW)).await.has_left());
}
