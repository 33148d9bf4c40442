//! Forms that did not come from our own page in this browser change nothing (cases 110 and 111).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use vestibule::app::paths::of_forms;

use crate::support::TestApp;
use crate::support::browser::{Browser, From};
use crate::support::forms::encode;
use crate::support::node::PUBLIC_URL;
use crate::support::people::PASSWORD;
use crate::support::sample_settings::SIGNED_OUT;

/// A form that would do something at a path.
fn would_do(path: &str) -> &'static str {
    match path {
        "/login" => "username=ada&password=correct+horse+7+battery",
        "/login/code" => "code=12345678",
        "/login/link" => "token=YWJj",
        "/login/passkey" | "/passkeys/add" => "challenge=YWJj&credential=%7B%7D",
        "/feedback" => "value=Invalid",
        "/link" => "choice=new",
        "/continue" => "choice=continue",
        "/changePassword" => "new_password=another+horse+7",
        "/mfa" | "/mfa/setup" | "/account/app" => "code=123456",
        "/mfa/choose" => "way=email",
        "/mfa/enrol" => "way=email&email=ada%40example.test",
        "/mfa/codes" => "",
        "/mfa/recovery" => "code=7KQ2-M9XW-41TB",
        "/signup" => "username=eve&password=correct+horse+7&email=eve%40example.test",
        "/confirm" => "username=ada&code=123456",
        "/resendcode" | "/forgotPassword" => "username=ada",
        "/confirmforgotPassword" => "username=ada&code=123456&new_password=another+horse+7",
        "/signOut" => "choice=sign-out",
        "/account/profile" => "name=Eve",
        "/account/email" | "/account/phone" => "do=change&email=eve%40example.test&phone_number=%2B12025550123",
        "/account/factors" => "do=app:remove",
        "/account/password" => "password=correct+horse+7+battery&new_password=another+horse+7",
        "/account/codes" => "do=make",
        "/account/passkeys" => "remove=abc",
        "/account/linked" => "unlink=abc",
        "/account/devices" => "forget=all",
        "/account/sessions" => "end=everything",
        "/account/delete" => "confirm=ada",
        new => panic!("say here what a form at {new} would do"),
    }
}

/// Every path of the router that takes a form, with its query and a form.
fn forms(app: &TestApp) -> Vec<(&'static str, String, &'static str)> {
    let query = format!("{}&{}", app.app_client().request().query(), encode([("logout_uri", SIGNED_OUT)]));
    of_forms().into_iter().map(|path| (path, format!("{path}?{query}"), would_do(path))).collect()
}

/// A browser in which ada is signed in, and which has her sign-in page open: the value of that page's form.
async fn signed_in(app: &TestApp) -> (Browser, String) {
    let ada = app.person("ada").await;
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    let value = csrf_of_login(app, &mut browser).await;
    (browser, value)
}

async fn is_signed_in(app: &TestApp, browser: &mut Browser) -> bool {
    let silent = browser.get(&app.app_client().request().with("prompt", "none").target()).await;
    !silent.redirected("code").is_empty()
}

async fn changed(app: &TestApp) -> Vec<i64> {
    let mut rows = Vec::new();
    for table in ["users", "session_logins", "grants", "attempts", "codes", "outbox", "events", "sign_ins"] {
        rows.push(app.rows(table).await);
    }
    rows
}

async fn csrf_of_login(app: &TestApp, browser: &mut Browser) -> String {
    let query = app.app_client().request().with("prompt", "login").query();
    let page = browser.open(&format!("/login?{query}")).await;
    page.form("/login").get("_csrf").unwrap().to_owned()
}

#[actix_web::test]
async fn no_form_is_taken_without_its_own_value() {
    let app = TestApp::start().await;
    let (mut browser, own) = signed_in(&app).await;
    let foreign = csrf_of_login(&app, &mut app.browser()).await;
    let before = changed(&app).await;
    for (path, target, body) in forms(&app) {
        let mut bodies = vec![body.to_owned(), format!("{body}&_csrf="), format!("{body}&_csrf={foreign}")];
        if path != "/login" {
            bodies.push(format!("{body}&_csrf={own}"));
        }
        for body in bodies {
            for from in [From::Ours, From::Nowhere] {
                let answer = browser.request(Method::POST, &target, Some(body.clone()), from).await;
                assert_eq!(answer.code(), 403, "{path}: {answer:?}");
                assert!(!answer.body.contains(PASSWORD), "{path}");
            }
        }
    }
    assert_eq!(changed(&app).await, before);
    assert!(is_signed_in(&app, &mut browser).await, "and nobody was signed out");
}

#[actix_web::test]
async fn no_form_is_taken_from_another_site() {
    let app = TestApp::start().await;
    let (mut browser, csrf) = signed_in(&app).await;
    let before = changed(&app).await;
    let query = app.app_client().request().query();
    for (path, target, body) in forms(&app) {
        let body = format!("{body}&_csrf={csrf}");
        let answer = browser.request(Method::POST, &target, Some(body.clone()), From::OtherSite).await;
        assert_eq!(answer.code(), 403, "{path}: {answer:?}");
        assert!(answer.body.contains("We could not check where this came from"), "{path}: a page says so");
        let mut without_origin = browser.clone().with_header("origin", "null");
        let answer = without_origin.request(Method::POST, &target, Some(body), From::Ours).await;
        assert_eq!(answer.code(), 403, "{path}: {answer:?}");
    }
    assert_eq!(changed(&app).await, before);
    assert!(is_signed_in(&app, &mut browser).await, "and nobody was signed out");

    // The same value in its own place works.
    let body = format!("username=ada&password={}&_csrf={csrf}", PASSWORD.replace(' ', "+"));
    let answer = browser.request(Method::POST, &format!("/login?{query}"), Some(body), From::Ours).await;
    assert!(answer.location().is_some_and(|location| location.contains("code=")), "{answer:?}");
}

#[actix_web::test]
async fn a_form_as_plain_text_or_by_get_does_nothing() {
    let app = TestApp::start().await;
    let (mut browser, csrf) = signed_in(&app).await;
    let before = changed(&app).await;
    for (path, target, body) in forms(&app) {
        let plain = TestRequest::post()
            .uri(&target)
            .insert_header(("cookie", browser.jar.header("/").unwrap()))
            .insert_header(("origin", PUBLIC_URL))
            .insert_header(("content-type", "text/plain"))
            .set_payload(format!("{body}&_csrf={csrf}"));
        let answer = app.node().send(plain).await;
        assert_eq!(answer.code(), 403, "{path}: {answer:?}");
        // Shown, sent on, or not there to be opened: with what would be posted in the address, and the value too.
        let answer = browser.get(&format!("{target}&prompt=login&{body}&_csrf={csrf}")).await;
        let expected = match path {
            "/continue" | "/resendcode" | "/login/passkey" => 405,
            "/link" | "/login/code" | "/changePassword" | "/mfa" | "/mfa/choose" | "/mfa/codes" | "/mfa/enrol"
            | "/mfa/recovery" | "/mfa/setup" => 303,
            // Links lead below a pool, whose name no other path needs.
            "/login/link" | "/feedback" => 404,
            // And so does the account page, which is the pool's.
            account if account.starts_with("/account") => 303,
            _ => 200,
        };
        assert_eq!(answer.code(), expected, "{path}: {answer:?}");
        assert!(!answer.body.contains(PASSWORD) && !answer.body.contains("123456"), "{path}: {answer:?}");
    }
    assert_eq!(changed(&app).await, before);
    assert!(is_signed_in(&app, &mut browser).await, "and nobody was signed out");
}

#[actix_web::test]
async fn a_browser_without_cookies_is_told_so() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let page = browser.open(&format!("/login?{}", app.app_client().request().query())).await;
    let mut without = app.browser();
    let answer = without.submit(&page, &page.form("/login")).await;
    assert_eq!(answer.shown().code(), 403);
    assert!(answer.shown().body.contains("Cookies are switched off"));
}
