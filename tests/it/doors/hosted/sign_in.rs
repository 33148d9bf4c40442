//! From the app's link to `/login` and back to the app.

use crate::doors::hosted::{login_page, without_tokens};
use crate::support::TestApp;
use crate::support::TokenSet;
use crate::support::people::PASSWORD;
use crate::support::sample_settings::CALLBACK;

#[actix_web::test]
async fn a_right_password_leads_back_to_the_app_with_a_code_that_works() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let page = login_page(&app, &mut browser).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let back = browser.submit(&page, &form).await;
    assert!(back.has_left() && back.url.as_str().starts_with(CALLBACK), "{back:?}");
    assert_eq!(back.parameter("state"), "state-1");
    let tokens = TokenSet::of(&rp.redeem(&back.parameter("code")).await);
    assert_eq!(rp.verify_id_token(&tokens.id).await["sub"].as_str(), Some(ada.id.to_string().as_str()));
}

#[actix_web::test]
async fn a_refusal_keeps_the_name_and_never_the_password() {
    let app = TestApp::start().await;
    let (_ada, mut browser) = (app.person("ada").await, app.browser());
    let page = login_page(&app, &mut browser).await;
    let form = page.form("/login").fill("username", "Ada ").fill("password", "not the 1 password");
    let again = browser.submit(&page, &form).await;
    assert_eq!(again.shown().code(), 200);
    assert_eq!(again.form("/login").get("username"), Some("Ada "), "as it was typed");
    assert_eq!(again.form("/login").get("password"), Some(""));
    assert!(!again.shown().body.contains("not the 1 password"));
    assert!(again.shown().body.contains("Those details are not right."));
    assert_eq!(browser.session(), None);

    let reloaded = browser.open(again.url.as_str()).await;
    assert!(!reloaded.shown().body.contains("Those details are not right."), "said once");
    assert_eq!(reloaded.form("/login").get("username"), Some("Ada "));
    let form = reloaded.form("/login").fill("password", PASSWORD);
    assert!(browser.submit(&reloaded, &form).await.has_left());
}

#[actix_web::test]
async fn unknown_and_disabled_people_look_like_a_wrong_password() {
    let app = TestApp::start().await;
    let (_ada, bob) = (app.person("ada").await, app.person("bob").await);
    app.set_enabled(&bob, false).await;
    let mut pages = Vec::new();
    for username in ["ada", "bob", "eve"] {
        let mut browser = app.browser();
        let page = login_page(&app, &mut browser).await;
        let form = page.form("/login").fill("username", username).fill("password", "not the 1 password");
        let refused = browser.submit(&page, &form).await;
        pages.push((refused.shown().code(), without_tokens(&refused).replace(username, "…")));
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
}

#[actix_web::test]
async fn what_is_missing_is_said_at_its_field_and_costs_no_attempt() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let page = login_page(&app, &mut browser).await;
    let again = browser.submit(&page, &page.form("/login")).await;
    assert_eq!(again.shown().body.matches("aria-invalid").count(), 2);
    assert_eq!(app.rows("attempts").await, 0);
}

#[actix_web::test]
async fn a_bare_link_to_the_page_works_as_on_cognito() {
    let app = TestApp::setup().client(|client| client.require_pkce = Some(false)).start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let page = browser.open(&format!("/login?client_id={}", app.client.id)).await;
    let form = page.form("/login").fill("username", &ada.username).fill("password", PASSWORD);
    let back = browser.submit(&page, &form).await;
    assert!(back.url.as_str().starts_with(CALLBACK) && !back.parameter("code").is_empty(), "{back:?}");
}

#[actix_web::test]
async fn the_account_is_chosen_where_the_app_asks_for_it() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    browser.sign_in(&app.client, &ada).await;
    let target = app.app_client().request().with("prompt", "select_account").target();
    let page = browser.open(&target).await;
    let mut form = page.form("/continue");
    form.fields.push(("choice".to_owned(), "another".to_owned()));
    let other = browser.submit(&page, &form).await;
    assert!(other.shown().body.contains("type=\"password\""), "somebody else may sign in");

    let page =
        browser.open(&app.app_client().request().with("prompt", "select_account").with("state", "2").target()).await;
    let mut form = page.form("/continue");
    form.fields.push(("choice".to_owned(), "continue".to_owned()));
    let back = browser.submit(&page, &form).await;
    assert!(back.has_left() && !back.parameter("code").is_empty(), "{back:?}");
}

#[actix_web::test]
async fn the_form_may_end_at_the_app_and_nowhere_else() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let page = login_page(&app, &mut browser).await;
    let policy = page.shown().header("content-security-policy").to_owned();
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("form-action 'self' https://app.test;"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("script-src"), "{policy}");
    assert_eq!(page.shown().header("cache-control"), "no-store");
    assert_eq!(page.shown().header("cross-origin-opener-policy"), "unsafe-none");
}

#[actix_web::test]
async fn a_password_in_the_address_goes_no_further() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let query = app.app_client().request().query();
    let page = browser.open(&format!("/login?{query}&username=ada&password=hunter2-hunter2")).await;
    assert!(!page.shown().body.contains("hunter2"), "{page:?}");
    assert!(page.form("/login").action.contains("state=state-1"));
}
