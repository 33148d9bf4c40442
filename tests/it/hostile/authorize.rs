//! The authorization endpoint (group A).

use actix_web::http::Method;
use actix_web::test::TestRequest;

use crate::support::browser::From;
use crate::support::node::PUBLIC_URL;
use crate::support::sample_settings::CALLBACK;
use crate::support::{Answer, AuthorizationRequest, Browser, OAuthClient, PASSWORD, TestApp, TokenSet};

/// Checks that a request goes back to the app with `error`, its state and the issuer, and with no code.
async fn sent_back(rp: &OAuthClient, browser: &mut Browser, request: &AuthorizationRequest, error: &str) -> Answer {
    let answer = browser.get(&request.target()).await;
    assert!(answer.target().as_str().starts_with(&format!("{CALLBACK}?")), "{answer:?}");
    assert_eq!(answer.redirected("error"), error, "{request:?}");
    assert_eq!((answer.redirected("iss"), answer.redirected("code")), (rp.issuer(), String::new()));
    answer
}

/// Case 1.
#[actix_web::test]
async fn an_unknown_client_never_redirects() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.add_public(&other_pool, |_| {}).await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    for id in
        ["nobody", "", "'; DROP TABLE clients;--", "<script>alert(1)</script>", &"a".repeat(500), foreign.id.as_str()]
    {
        let answer = browser.get(&rp.request().with("client_id", id).target()).await;
        answer.assert_error_page();
        assert!(!answer.body.contains("<script>"), "{}", answer.body);
    }
    browser.get(&rp.request().without("client_id").target()).await.assert_error_page();
    browser.get(&rp.request().and("client_id", &rp.id).target()).await.assert_error_page();
    // In its own pool it is served.
    assert!(browser.open(&app.oauth_client(&foreign).request().target()).await.url.path().ends_with("/login"));
}

/// Cases 3, 10, 11 and the values of 6 and 7.
#[actix_web::test]
async fn what_is_not_offered_is_refused_at_the_app() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let grants = app.rows("grants").await;
    for (parameter, value, error) in [
        ("response_type", "CODE", "unsupported_response_type"),
        ("response_type", "code code", "unsupported_response_type"),
        ("response_type", "foo", "unsupported_response_type"),
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "code id_token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("request", "eyJhbGciOiJub25lIn0.e30.", "request_not_supported"),
        ("request_uri", "http://169.254.169.254/", "request_uri_not_supported"),
        ("registration", "{}", "registration_not_supported"),
        ("response_mode", "form_post", "invalid_request"),
        ("response_mode", "fragment", "invalid_request"),
        ("identity_provider", "Google", "invalid_request"),
        ("idp_identifier", "x", "invalid_request"),
        ("resource", "https://api.test", "invalid_target"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "sometimes", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("max_age", "1e30", "invalid_request"),
        ("max_age", "abc", "invalid_request"),
        ("max_age", "", "invalid_request"),
        ("max_age", "99999999999999999999", "invalid_request"),
        ("nonce", &"n".repeat(513), "invalid_request"),
    ] {
        let answer = sent_back(&rp, &mut browser, &rp.request().with(parameter, value), error).await;
        assert_eq!(answer.redirected("state"), "state-1", "{parameter}={value}");
    }
    sent_back(&rp, &mut browser, &rp.request().without("response_type"), "invalid_request").await;
    assert_eq!(app.rows("grants").await, grants, "a refused request left a grant");
    rp.code(&mut browser, &rp.request()).await;
}

/// RFC 6749 §3.1: a parameter that occurs twice is not guessed at.
#[actix_web::test]
async fn parameters_that_occur_twice_are_refused() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for name in
        ["response_type", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "prompt", "max_age"]
    {
        let request = rp.request().with(name, "first").and(name, "second");
        sent_back(&rp, &mut browser, &request, "invalid_request").await;
    }
    // Which of two URIs is the app's cannot be known: nothing leaves us.
    browser.get(&rp.request().and("redirect_uri", "https://evil.test/").target()).await.assert_error_page();
}

/// Case 5.
#[actix_web::test]
async fn a_scope_beyond_the_clients_is_refused_and_never_widened() {
    let app = TestApp::setup()
        .client(|settings| settings.oauth_scopes = ["openid", "email"].map(str::to_owned).into())
        .start()
        .await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for scope in
        ["openid profile", "admin", "openid cognito:groups", "OPENID", "openid\temail", "openid,email", " ", "*"]
    {
        sent_back(&rp, &mut browser, &rp.request().with("scope", scope), "invalid_scope").await;
    }
    let code = rp.code(&mut browser, &rp.request().with("scope", "email openid email")).await;
    assert_eq!(rp.verify_access_token(&TokenSet::of(&rp.redeem(&code).await).access).await["scope"], "email openid");
    // None asked for means all that the client has (cognito.md §1.3), not more.
    let code = rp.code(&mut browser, &rp.request().without("scope")).await;
    assert_eq!(rp.verify_access_token(&TokenSet::of(&rp.redeem(&code).await).access).await["scope"], "email openid");
}

/// Case 6.
#[actix_web::test]
async fn prompt_none_without_a_session_shows_nothing_and_leaves_nothing() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let answer = sent_back(&rp, &mut browser, &rp.request().with("prompt", "none"), "login_required").await;
    assert_eq!((answer.body.as_str(), answer.headers.contains_key("set-cookie")), ("", false));
    assert_eq!((app.rows("session_logins").await, app.rows("grants").await), (0, 0));
}

/// Case 7.
#[actix_web::test]
async fn max_age_zero_asks_for_the_password_and_dates_it() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let request = rp.request().with("max_age", "0");
    sent_back(&rp, &mut browser, &request.clone().with("prompt", "none"), "login_required").await;
    app.advance_secs(300);
    let page = browser.open(&request.target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let code = browser.submit(&page, &form).await.parameter("code");
    let id = rp.verify_id_token(&TokenSet::of(&rp.redeem(&code).await).id).await;
    assert_eq!(id["auth_time"], app.now().secs());
}

/// Case 9: no code for a person whom the hint does not name, before or after a password.
#[actix_web::test]
async fn an_id_token_hint_gets_no_code_for_anybody_else() {
    let app = TestApp::start().await;
    let (ada, victim, rp) = (app.person("ada").await, app.person("victim").await, app.app_client());
    let hint = rp.sign_in(&app.client, &mut app.browser(), &ada).await.id;
    let mut browser = app.browser();
    browser.sign_in(&app.client, &victim).await;
    let request = rp.request().with("id_token_hint", &hint);
    sent_back(&rp, &mut browser, &request.clone().with("prompt", "none"), "login_required").await;

    // The page asks for a password; the victim's is right, but it is not the person whom the app expects.
    for expected in ["victim", "ada"] {
        let page = browser.open(&request.target()).await;
        let form = page.form("/login").fill("username", expected).fill("password", PASSWORD);
        let left = browser.submit(&page, &form).await;
        let (code, error) = (left.parameter("code"), left.parameter("error"));
        if expected == "victim" {
            assert_eq!((code.as_str(), error.as_str()), ("", "login_required"));
        } else {
            let id = rp.verify_id_token(&TokenSet::of(&rp.redeem(&code).await).id).await;
            assert_eq!(id["sub"], ada.id.to_string());
        }
    }
}

/// Case 12.
#[actix_web::test]
async fn state_comes_back_byte_for_byte_or_not_at_all() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for state in
        ["a\r\nSet-Cookie: x=1", "nul\0", "🦀 é", "\"><script>", "a&code=evil#x", "a+b c%20d", &"s".repeat(8192)]
    {
        let answer = browser.get(&rp.request().with("state", state).target()).await;
        assert_eq!(answer.redirected("state"), state);
        assert_ne!(answer.redirected("code"), "evil");
        assert!(!answer.headers.contains_key("x"), "{answer:?}");
    }
    let raw = format!("{}&state=%ff%fe", rp.request().without("state").target());
    browser.get(&raw).await.assert_error_page();
    // Bytes that are no query at all.
    let answer = browser.get(&format!("{}&state=%zz%", rp.request().without("state").target())).await;
    assert!([303, 400].contains(&answer.code()), "{answer:?}");
}

/// Case 14.
#[actix_web::test]
async fn requests_larger_than_anything_honest_are_refused_early() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let target = rp.request().target();
    for (extra, status) in [
        (format!("&x={}", "a".repeat(16 * 1024)), 414),
        ("&x=1".repeat(500), 400),
        (format!("&x={}", "%41".repeat(2000)), 303),
        (format!("&x={}", "%41".repeat(6000)), 414),
    ] {
        assert_eq!(browser.get(&format!("{target}{extra}")).await.code(), status, "{} bytes", extra.len());
    }
    let body = Some(format!("{}&x={}", rp.request().query(), "a".repeat(64 * 1024)));
    let posted = browser.request(Method::POST, "/oauth2/authorize", body, From::OtherSite).await;
    assert!([400, 413].contains(&posted.code()), "{posted:?}");
}

/// Case 17.
#[actix_web::test]
async fn an_account_closed_between_password_and_code_gets_no_code() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let page = browser.open(&rp.request().with("prompt", "login").target()).await;
    app.set_enabled(&ada, false).await;
    sent_back(&rp, &mut browser, &rp.request().with("prompt", "none"), "login_required").await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let after = browser.submit(&page, &form).await;
    assert!(!after.has_left(), "{after:?}");
    app.set_enabled(&ada, true).await;
    app.advance_secs(1);
    browser.sign_in(&app.client, &ada).await;
    rp.code(&mut browser, &rp.request()).await;
}

/// Case 18. That a form is answered by 303 or a page is also checked at every form that a test sends.
#[actix_web::test]
async fn a_password_is_never_sent_on_to_the_app() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let page = browser.open(&rp.request().target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let answer = browser.request(Method::POST, page.url.as_str(), Some(form.body()), From::Ours).await;
    assert_eq!(answer.code(), 303);
    assert!(!answer.redirected("code").is_empty());
    let posted = browser.request(Method::POST, &rp.request().target(), Some(rp.request().query()), From::Ours).await;
    assert_eq!(posted.code(), 303);
}

/// Case 13: the issuer that answers name is the one that discovery names, also at the root mount.
#[actix_web::test]
async fn answers_name_the_issuer_of_discovery() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let uri = format!("/{}/.well-known/openid-configuration", app.pool.id);
    let document = app.node().send(TestRequest::get().uri(&uri)).await.json();
    assert_eq!(document["issuer"], format!("{PUBLIC_URL}/{}", app.pool.id));
    for rp in [rp.clone(), rp.at_root()] {
        for request in
            [rp.request(), rp.request().with("scope", "none"), rp.request().with("prompt", "none").with("max_age", "0")]
        {
            let answer = browser.get(&request.target()).await;
            assert_eq!(document["issuer"], answer.redirected("iss"), "{answer:?}");
        }
    }
}
