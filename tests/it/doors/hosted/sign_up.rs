//! A new account: `/signup`, `/confirm`, `/resendcode`.

use vestibule::domain::pool::Contact;

use crate::doors::hosted::{login_page, newest_code, without_tokens};
use crate::support::TestApp;
use crate::support::browser::{Browser, Page};
use crate::support::people::PASSWORD;

/// An application whose people sign in with their address.
async fn by_email() -> TestApp {
    let setup = TestApp::setup().pool(|pool| {
        pool.sign_in_names.username_attributes.insert(Contact::Email);
        pool.schema.required.extend(["email".to_owned(), "name".to_owned()]);
    });
    setup.start().await
}

async fn sign_up(app: &TestApp, browser: &mut Browser, address: &str) -> Page {
    let login = login_page(app, browser).await;
    let page = browser.open(&login.link("/signup")).await;
    let form = page.form("/signup").fill("username", address).fill("name", "Ada Example").fill("password", PASSWORD);
    assert_eq!(form.get("email"), None, "the address is not asked twice");
    browser.submit(&page, &form).await
}

#[actix_web::test]
async fn a_new_person_confirms_with_the_code_and_signs_in() {
    let app = by_email().await;
    let mut browser = app.browser();
    let page = sign_up(&app, &mut browser, "ada@example.test").await;
    assert!(page.url.path().ends_with("/confirm") && page.shown().body.contains("a***@e***"), "{page:?}");

    let wrong = browser.submit(&page, &page.form("/confirm").fill("code", "000000")).await;
    assert!(wrong.shown().body.contains("That code is not right"), "{wrong:?}");
    let resent = browser.submit(&wrong, &wrong.form("/resendcode")).await;
    assert!(resent.shown().body.contains("A new code is on its way."), "{resent:?}");

    let code = newest_code(&app).await;
    let pasted = format!(" {} {} ", &code[..3], &code[3..]);
    let login = browser.submit(&resent, &resent.form("/confirm").fill("code", &pasted)).await;
    assert!(login.shown().body.contains("Your account is confirmed."), "{login:?}");
    let form = login.form("/login");
    assert_eq!(form.get("username"), Some("ada@example.test"));
    assert!(browser.submit(&login, &form.fill("password", PASSWORD)).await.has_left());
}

#[actix_web::test]
async fn an_address_that_has_an_account_is_answered_like_a_new_one() {
    let app = by_email().await;
    let (mut first, mut second, mut third) = (app.browser(), app.browser(), app.browser());
    let page = sign_up(&app, &mut first, "ada@example.test").await;
    let code = newest_code(&app).await;
    first.submit(&page, &page.form("/confirm").fill("code", &code)).await;

    let new = sign_up(&app, &mut second, "bob@example.test").await;
    let taken = sign_up(&app, &mut third, "ada@example.test").await;
    let mask = |page: &Page| {
        without_tokens(page).replace("ada@", "…@").replace("bob@", "…@").replace("a***", "…").replace("b***", "…")
    };
    assert_eq!(mask(&new), mask(&taken));
    assert_eq!(app.rows("users").await, 2, "no third account");
    app.node().run_jobs().await;
    let to_ada = app.node().mailbox().all().into_iter().rfind(|mail| mail.to == "ada@example.test").unwrap();
    assert!(to_ada.mail.subject.contains("already have an account"), "the owner is told: {}", to_ada.mail.subject);

    let refused = |page: Page, mut browser: Browser| async move {
        let wrong = browser.submit(&page, &page.form("/confirm").fill("code", "000000")).await;
        mask(&wrong)
    };
    assert_eq!(refused(new, second).await, refused(taken, third).await, "nor does a wrong code tell");
}

#[actix_web::test]
async fn a_taken_username_is_said_where_names_are_public() {
    let app = TestApp::start().await;
    let (_ada, mut browser) = (app.person("ada").await, app.browser());
    let login = login_page(&app, &mut browser).await;
    let page = browser.open(&login.link("/signup")).await;
    let form = page.form("/signup").fill("username", "ada").fill("email", "x@example.test").fill("password", PASSWORD);
    let again = browser.submit(&page, &form).await;
    assert!(again.shown().body.contains("This one is taken."), "{again:?}");
    let form = again.form("/signup");
    assert_eq!(
        (form.get("email"), form.get("password")),
        (Some("x@example.test"), Some("")),
        "the password is typed again"
    );
    assert_eq!(app.rows("users").await, 1);
}

#[actix_web::test]
async fn the_code_works_in_another_browser_which_asks_who_it_is() {
    let app = by_email().await;
    let (mut browser, mut phone) = (app.browser(), app.browser());
    let page = sign_up(&app, &mut browser, "ada@example.test").await;
    let code = newest_code(&app).await;
    let elsewhere = phone.open(page.url.as_str()).await;
    let form = elsewhere.form("/confirm");
    assert_eq!(form.get("username"), Some(""), "nothing is known here");
    let form = form.fill("username", "ada@example.test").fill("code", &code);
    assert!(phone.submit(&elsewhere, &form).await.shown().body.contains("Your account is confirmed."));
}

#[actix_web::test]
async fn a_code_that_comes_late_still_works() {
    let app = by_email().await;
    let mut browser = app.browser();
    let page = sign_up(&app, &mut browser, "ada@example.test").await;
    let code = newest_code(&app).await;
    app.advance_secs(40 * 60);
    let login = browser.submit(&page, &page.form("/confirm").fill("code", &code)).await;
    assert!(login.shown().body.contains("Your account is confirmed."), "{login:?}");
}

#[actix_web::test]
async fn who_signs_in_before_confirming_is_led_to_the_code() {
    let app = by_email().await;
    let mut browser = app.browser();
    sign_up(&app, &mut browser, "ada@example.test").await;
    let login = login_page(&app, &mut browser).await;
    let form = login.form("/login").fill("username", "ada@example.test").fill("password", PASSWORD);
    let page = browser.submit(&login, &form).await;
    assert!(page.url.path().ends_with("/confirm"), "{page:?}");
    assert!(page.shown().body.contains("Confirm your account first."));
    let code = newest_code(&app).await;
    assert!(browser.submit(&page, &page.form("/confirm").fill("code", &code)).await.url.path().ends_with("/login"));
}

#[actix_web::test]
async fn opening_the_pages_does_nothing() {
    let app = by_email().await;
    let mut browser = app.browser();
    sign_up(&app, &mut browser, "ada@example.test").await;
    let (code, query) = (newest_code(&app).await, app.app_client().request().query());
    let before = (app.rows("events").await, app.rows("outbox").await, app.rows("codes").await);
    for path in ["/confirm", "/resendcode", "/signup", "/forgotPassword", "/confirmforgotPassword"] {
        browser.get(&format!("{path}?{query}&username=ada%40example.test&code={code}")).await;
    }
    assert_eq!((app.rows("events").await, app.rows("outbox").await, app.rows("codes").await), before);
}

#[actix_web::test]
async fn where_admins_make_accounts_there_is_no_way_to_sign_up() {
    let app = TestApp::setup().pool(|pool| pool.self_sign_up = false).start().await;
    let mut browser = app.browser();
    let login = login_page(&app, &mut browser).await;
    assert!(!login.shown().body.contains("/signup"));
    let page = browser.open(&format!("/signup?{}", app.app_client().request().query())).await;
    assert!(page.url.path().ends_with("/login"));
    assert!(page.shown().body.contains("New accounts are made by an administrator here."));
}
