//! Codes by mail at the pages, and the link beside them.

use super::first_codes::first_desk;
use crate::support::PASSWORD;
use crate::support::browser::{Browser, Page};
use crate::support::desk::Desk;
use crate::support::tokens::claims;

fn says(page: &Page, words: &str) -> bool {
    page.shown().body.contains(words)
}

/// A browser at which a code was asked for `username`.
async fn asked(desk: &Desk, username: &str) -> (Browser, Page) {
    let mut browser = desk.app.browser();
    let page = browser.open(&format!("/login?{}", desk.app.app_client().request().query())).await;
    let form = page.form("/login").fill("username", username).press("way", "email");
    let page = browser.submit(&page, &form).await;
    (browser, page)
}

async fn mail(desk: &Desk) -> String {
    desk.app.node().run_jobs().await;
    desk.app.node().mailbox().all().pop().expect("a mail").mail.text
}

async fn link(desk: &Desk) -> String {
    let text = mail(desk).await;
    let line = text.lines().find(|line| line.contains("/login/link?token=")).expect("a link").trim().to_owned();
    let url = url::Url::parse(&line).unwrap();
    format!("{}?{}", url.path(), url.query().unwrap())
}

#[actix_web::test]
async fn a_code_by_mail_comes_in_the_place_of_the_password() {
    let desk = first_desk().await;
    let (mut browser, page) = asked(&desk, "ada").await;
    assert!(page.url.path().ends_with("/login/code") && says(&page, "Check your email"), "{page:?}");
    assert!(!says(&page, "ada@example.test"), "the address is not told");
    let first = mail(&desk).await;
    let resend = page.form("/login/code").press("way", "email");
    let page = browser.submit(&page, &resend).await;
    assert!(says(&page, "A new code is on its way."), "{page:?}");
    assert_ne!(mail(&desk).await, first);
    let code = desk.app.mailed_digits("ada@example.test", 8);
    let wrong = if code == "00000000" { "00000001" } else { "00000000" };
    let form = page.form("/login/code").fill("code", wrong);
    let page = browser.submit(&page, &form).await;
    assert!(says(&page, "That code is not right or too old."), "{page:?}");
    let form = page.form("/login/code").fill("code", &format!("{} {}", &code[..4], &code[4..]));
    let mut other = desk.app.browser();
    let stolen = other.submit(&page, &form).await;
    assert!(!stolen.has_left() && other.session().is_none());
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left() && browser.session().is_some(), "{done:?}");
    let tokens = desk.app.app_client().redeem(&done.parameter("code")).await.json();
    assert_eq!(claims(tokens["id_token"].as_str().unwrap())["amr"], serde_json::json!(["otp"]));
}

/// Case 128, at the pages.
#[actix_web::test]
async fn nobody_is_told_apart_from_somebody_at_the_page() {
    let desk = first_desk().await;
    let (_, known) = asked(&desk, "ada").await;
    let (_, unknown) = asked(&desk, "eva").await;
    let plain = |page: &Page, name: &str| {
        let body = page.shown().body.replace(name, "NAME");
        let csrf = page.form("/login/code").get("_csrf").unwrap().to_owned();
        body.replace(&csrf, "")
    };
    assert_eq!(plain(&known, "ada"), plain(&unknown, "eva"));
    let empty = asked(&desk, " ").await.1;
    assert!(empty.url.path().ends_with("/login") && says(&empty, "aria-invalid=\"true\""));
}

/// Lesson L6, `t_get_link_20_times_then_post_ok`: programs open the links of mails before people do, and press no buttons.
#[actix_web::test]
async fn a_link_is_not_burned_by_being_opened() {
    let desk = first_desk().await;
    let (mut browser, _) = asked(&desk, "ada").await;
    let link = link(&desk).await;
    for _ in 0..20 {
        let mut scanner = desk.app.browser();
        let writes = desk.app.statements().writes;
        assert!(says(&scanner.open(&link).await, "Enter the code instead"));
        assert_eq!(desk.app.statements().writes, writes, "opening it writes nothing");
    }
    let page = browser.open(&link).await;
    assert!(says(&page, "You asked for this link."), "{page:?}");
    assert!(browser.session().is_none(), "opening it signs nobody in");
    let form = page.form("/login/link");
    let done = browser.submit(&page, &form).await;
    assert!(done.has_left() && !done.parameter("code").is_empty(), "{done:?}");
    let again = browser.submit(&page, &form).await;
    assert!(!again.has_left() && says(&again, "This link no longer works"), "{again:?}");
    assert!(says(&browser.open(&link).await, "This link no longer works"));
    let code = desk.app.mailed_digits("ada@example.test", 8);
    let (mut other, page) = asked(&desk, "ada").await;
    let form = page.form("/login/code").fill("code", &code);
    assert!(!other.submit(&page, &form).await.has_left(), "nor does its code");
}

/// Lesson L6, `t_scanner_clicks_button_gets_no_session`, and login CSRF: mallory's link, opened by ada, must not make her browser mallory's.
#[actix_web::test]
async fn a_link_signs_in_no_other_browser() {
    let desk = first_desk().await;
    let (mut mallory, _) = asked(&desk, "ada").await;
    let link = link(&desk).await;
    let mut victim = desk.app.browser();
    let own = victim.open(&format!("/login?{}", desk.app.app_client().request().query())).await;
    let page = victim.open(&link).await;
    assert!(says(&page, "Enter the code instead") && !page.shown().body.contains("<form"), "{page:?}");
    // Even with mallory's form, under a value of the victim's own browser.
    let theirs = mallory.open(&link).await;
    let mut form = theirs.form("/login/link");
    form = form.fill("_csrf", own.form("/login").get("_csrf").unwrap());
    let forced = victim.submit(&theirs, &form).await;
    assert!(!forced.has_left() && victim.session().is_none(), "{forced:?}");
    let page = mallory.open(&link).await;
    assert!(mallory.submit(&page, &page.form("/login/link")).await.has_left(), "where it belongs it still works");
}

#[actix_web::test]
async fn a_link_is_over_with_its_time_and_is_none_elsewhere() {
    let desk = first_desk().await;
    let (mut browser, _) = asked(&desk, "ada").await;
    let link = link(&desk).await;
    let bare = link.split_once("/login").map(|(_, rest)| format!("/login{rest}")).unwrap();
    assert_eq!(browser.open(&bare).await.shown().code(), 404, "mails lead below their pool");
    for wrong in [format!("{link}x"), link.replace("token=", "token=A"), link.replace("token=", "t=")] {
        let page = browser.open(&wrong).await;
        assert_eq!(page.shown().code(), 410, "{wrong}");
    }
    desk.app.advance_secs(15 * 60);
    assert_eq!(browser.open(&link).await.shown().code(), 410);
    let page = browser.try_sign_in(&desk.app.client, "ada", PASSWORD).await;
    assert!(page.has_left(), "the password works on");
}
