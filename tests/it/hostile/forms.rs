//! Forged forms (group L): a form of the pages can be sent from the page that showed it, and from nowhere else.

use crate::support::browser::Page;
use crate::support::{Browser, PASSWORD, TestApp};

async fn login_page(app: &TestApp, browser: &mut Browser) -> Page {
    let rp = app.app_client();
    browser.open(&rp.request().target()).await
}

/// Cases 110 and 111: without the value, with another browser's value, or from another site, nothing happens.
#[actix_web::test]
async fn a_forged_sign_in_is_refused_and_opens_no_session() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let (mut browser, mut stranger) = (app.browser(), app.browser());
    let page = login_page(&app, &mut browser).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let foreign = login_page(&app, &mut stranger).await.form("/login");
    let foreign_value = foreign.fields.iter().find(|(name, _)| name == "_csrf").unwrap().1.clone();
    for value in ["", "x", foreign_value.as_str()] {
        let answer = browser.submit(&page, &form.clone().fill("_csrf", value)).await;
        assert_eq!(answer.shown().code(), 403, "{value}");
    }
    let mut cross_site = browser.clone().with_header("Sec-Fetch-Site", "cross-site");
    assert_eq!(cross_site.submit(&page, &form).await.shown().code(), 403);
    assert_eq!(app.rows("session_logins").await, 0, "nobody was signed in");
    assert!(browser.submit(&page, &form).await.has_left(), "the honest form still works");
}

/// A form that was open for too long is shown again with what was typed, and a fresh value (DESIGN.md §8).
#[actix_web::test]
async fn a_stale_form_is_shown_again_with_what_was_typed() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let mut browser = app.browser();
    let page = login_page(&app, &mut browser).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    app.advance_secs(3601);
    let again = browser.submit(&page, &form).await;
    assert!(!again.has_left() && app.rows("session_logins").await == 0);
    assert!(!again.shown().body.contains(PASSWORD), "the password is never shown again");
    let fresh = again.form("/login");
    assert!(fresh.fields.contains(&("username".to_owned(), "ada".to_owned())));
    assert!(browser.submit(&again, &fresh.fill("password", PASSWORD)).await.has_left());
}
