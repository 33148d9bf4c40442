//! Second factors at the hosted pages.

use super::{App, desk, with_app_on};
use crate::support::PASSWORD;
use crate::support::browser::Page;
use crate::support::tokens::claims;

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

#[actix_web::test]
async fn the_code_of_the_app_is_asked_after_the_password() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/mfa"), "{}", page.url);
    assert!(browser.session().is_none(), "nobody is signed in yet");

    let form = page.form("/mfa");
    let empty = browser.submit(&page, &form.clone().fill("code", " ")).await;
    assert!(empty.url.path().ends_with("/mfa") && says(&empty, "aria-invalid=\"true\""));
    let form = empty.form("/mfa");
    let wrong = browser.submit(&empty, &form.fill("code", &app.wrong_code(&desk.app))).await;
    assert!(says(&wrong, "That is not the code of your app now."), "{wrong:?}");
    let code = app.code(&desk.app);
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let form = wrong.form("/mfa");
    let done = browser.submit(&wrong, &form.fill("code", &spaced)).await;
    assert!(done.has_left() && !done.parameter("code").is_empty(), "{done:?}");
    assert!(browser.session().is_some());
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    let amr = &claims(tokens["id_token"].as_str().unwrap())["amr"];
    assert_eq!(*amr, serde_json::json!(["pwd", "otp", "mfa"]));
}

/// Case 104: the step belongs to the browser in which the password was given.
#[actix_web::test]
async fn another_browser_is_sent_back_to_the_password() {
    let desk = desk("OPTIONAL").await;
    let app = with_app_on(&desk).await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    let mut other = desk.app.browser();
    let opened = other.open(page.url.as_str()).await;
    assert!(opened.url.path().ends_with("/login"), "{}", opened.url);
    let form = page.form("/mfa").fill("code", &app.code(&desk.app));
    let posted = other.submit(&page, &form).await;
    assert!(!posted.has_left() && other.session().is_none());
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left(), "where it belongs it still works: {done:?}");
}

#[actix_web::test]
async fn an_app_is_set_up_on_the_way_in() {
    let desk = desk("ON").await;
    let mut browser = desk.app.browser();
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.url.path().ends_with("/mfa/setup"), "{}", page.url);
    let body = &page.shown().body;
    assert!(body.contains("<svg class=\"qr\"") && body.contains("otpauth://totp/"));
    let secret = body.split("<code>").nth(1).and_then(|rest| rest.split("</code>").next()).unwrap();
    let app = App::learn(secret);

    let writes = desk.app.statements().writes;
    let again = browser.open(page.url.as_str()).await;
    assert!(again.shown().body.contains(secret), "a reload shows the same");
    assert_eq!(desk.app.statements().writes, writes, "and writes nothing");

    let form = again.form("/mfa/setup");
    let wrong = browser.submit(&again, &form.fill("code", &app.wrong_code(&desk.app))).await;
    assert!(says(&wrong, "That is not the code of your app now.") && browser.session().is_none());
    let form = wrong.form("/mfa/setup");
    let codes = browser.submit(&wrong, &form.fill("code", &app.code(&desk.app))).await;
    let done = browser.submit(&codes, &codes.form("/mfa/codes")).await;
    assert!(done.has_left() && !done.parameter("code").is_empty(), "{done:?}");

    desk.app.advance_secs(30);
    let next = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(next.url.path().ends_with("/mfa"), "{}", next.url);
    let form = next.form("/mfa");
    assert!(browser.submit(&next, &form.fill("code", &app.code(&desk.app))).await.has_left());
}
