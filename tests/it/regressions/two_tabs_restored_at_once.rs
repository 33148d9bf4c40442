//! A browser that restored two tabs at once, and had no cookie yet, was given one for each: the form of the first tab had a
//! value for a cookie that the second had replaced, and ended at a page that led nowhere.

use crate::support::{PASSWORD, TestApp};

#[actix_web::test]
async fn the_first_of_two_restored_tabs_is_shown_again_and_works_then() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let target = app.app_client().request().target();
    let (mut first, mut browser) = (app.browser(), app.browser());
    // Both were under way before either answer had come: what the second sets is what the browser has.
    let page = first.open(&target).await;
    browser.open(&target).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let again = browser.submit(&page, &form).await;
    assert!(!again.has_left() && app.rows("session_logins").await == 0, "nothing happened yet");
    assert!(!again.shown().body.contains(PASSWORD));
    let form = again.form("/login");
    assert_eq!(form.get("username"), Some("ada"), "what was typed is there");
    let back = browser.submit(&again, &form.fill("password", PASSWORD)).await;
    assert!(back.has_left() && !back.parameter("code").is_empty(), "{back:?}");
}
