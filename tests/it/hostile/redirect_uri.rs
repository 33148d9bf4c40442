//! Redirect URIs (group B): exact text or nothing.

use vestibule::domain::client::{ClientSettings, RedirectUriProblem};
use vestibule::flows::manage::clients::{self, ClientChange, ClientProblem};

use crate::support::sample_settings::CALLBACK;
use crate::support::{PASSWORD, TestApp, sample_settings};

/// Everything that is almost the registered URI (cases 20, 21, 23, 25 and the ones with a fragment of 26).
pub(crate) const MUTATIONS: [&str; 56] = [
    "https://app.test/cb/",
    "https://app.test//cb",
    "https://app.test/CB",
    "https://APP.test/cb",
    "HTTPS://app.test/cb",
    "https://app.test:443/cb",
    "https://app.test:8443/cb",
    "https://app.test/cb?x=1",
    "https://app.test/cb?",
    "https://app.test/cb#",
    "https://app.test/cb#x",
    "https://app.test/%63b",
    "https://app.test/cb%20",
    "https://app.test/cb ",
    " https://app.test/cb",
    "https://app.test/cb/../cb",
    "https://app.test/./cb",
    "https://app.test/cb/../x",
    "https://app.test/cb/..;/x",
    "https://app.test/cb/%2e%2e%2fx",
    "https://app.test/cb%2f..%2fx",
    "https://app.test/cbb",
    "https://app.test/c",
    "https://app.test/",
    "https://app.test",
    "https://sub.app.test/cb",
    "https://app.test.evil.test/cb",
    "https://evilapp.test/cb",
    "https://appXtest/cb",
    "https://app.test./cb",
    "https://app.test@evil.test/cb",
    "https://evil.test@app.test/cb",
    "https://app.test:pass@evil.test/cb",
    "https://evil.test/https://app.test/cb",
    "https://evil.test?https://app.test/cb",
    "https://evil.test#https://app.test/cb",
    "https://evil.test\\@app.test/cb",
    "https://app.test\\cb",
    "https:\\\\app.test\\cb",
    "https:/app.test/cb",
    "https:app.test/cb",
    "//app.test/cb",
    "/cb",
    "app.test/cb",
    "http://app.test/cb",
    "ftp://app.test/cb",
    "javascript:https://app.test/cb",
    "data:text/html,https://app.test/cb",
    "https://app.test/\tcb",
    "https://app.test/cb\n",
    "https://app.test/cb\r\nLocation: https://evil.test",
    "https://app.test/cb\0",
    "https://app.test/cb\u{2028}",
    "https://app\u{ff0e}test/cb",
    "https://xn--pp-eia.test/cb",
    "https://\u{430}pp.test/cb",
];

/// Cases 20, 21, 23, 25.
#[actix_web::test]
async fn what_is_almost_the_registered_uri_is_an_error_page() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let grants = app.rows("grants").await;
    for uri in MUTATIONS {
        for prompt in ["login", "none"] {
            let answer = browser.get(&rp.request().with("redirect_uri", uri).with("prompt", prompt).target()).await;
            answer.assert_error_page();
            assert!(!answer.body.contains("evil.test"), "{uri} is echoed");
        }
        // The sign-in page can be opened directly (cognito.md §1.2): the same rule holds there.
        let login = rp.request().with("redirect_uri", uri).target().replace("/oauth2/authorize", "/login");
        browser.get(&login).await.assert_error_page();
    }
    browser.get(&rp.request().with("redirect_uri", "").target()).await.assert_error_page();
    assert_eq!(app.rows("grants").await, grants);
    rp.code(&mut browser, &rp.request()).await;
}

/// Case 24.
#[actix_web::test]
async fn only_the_port_of_a_loopback_literal_is_free() {
    let app = TestApp::setup()
        .client(|settings| settings.callback_urls = vec!["http://127.0.0.1/cb".to_owned()])
        .start()
        .await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for uri in ["http://127.0.0.1/cb", "http://127.0.0.1:49152/cb", "http://127.0.0.1:1/cb"] {
        let request = rp.request().with("redirect_uri", uri);
        let code = rp.code(&mut browser, &request).await;
        let mut form = rp.redemption(&code);
        form.retain(|(name, _)| *name != "redirect_uri");
        form.push(("redirect_uri", uri));
        assert_eq!(rp.token(&form).await.code(), 200, "{uri}");
    }
    for uri in [
        "http://localhost/cb",
        "http://localhost:49152/cb",
        "http://localhost.evil.test/cb",
        "http://127.0.0.1.evil.test/cb",
        "http://127.0.0.1:80@evil.test/cb",
        "http://127.0.0.1:/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.2/cb",
        "http://127.1/cb",
        "http://2130706433/cb",
        "http://0x7f.0.0.1/cb",
        "http://0.0.0.0/cb",
        "http://[::1]/cb",
        "https://127.0.0.1/cb",
        "http://127.0.0.1:80/cb/",
        "http://127.0.0.1:80/cb?x",
    ] {
        browser.get(&rp.request().with("redirect_uri", uri).target()).await.assert_error_page();
    }
    // A port that was not the request's does not redeem its code.
    let code = rp.code(&mut browser, &rp.request().with("redirect_uri", "http://127.0.0.1:5000/cb")).await;
    let mut form = rp.redemption(&code);
    form.retain(|(name, _)| *name != "redirect_uri");
    form.push(("redirect_uri", "http://127.0.0.1:5001/cb"));
    rp.token(&form).await.assert_refused(400, "invalid_grant");
}

/// Cases 26 and 27.
#[actix_web::test]
async fn what_could_run_or_leak_cannot_be_registered() {
    let app = TestApp::start().await;
    let bad = [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "*",
        "https://*.test/cb",
        "http://app.test/cb",
        "http://localhost.evil.test/cb",
        "https://user:pass@app.test/cb",
        "https://app.test/cb#x",
        "https://app.test/cb\r\nx",
        "/cb",
        "",
    ];
    let clients = app.rows("clients").await;
    for uri in bad {
        for is_logout in [false, true] {
            let mut settings: ClientSettings = sample_settings::client();
            let urls = if is_logout { &mut settings.logout_urls } else { &mut settings.callback_urls };
            urls.push(uri.to_owned());
            let made = clients::create(&app.deps(), &app.pool, "Bad".to_owned(), settings, false).await.unwrap();
            let ClientChange::Refused(problem) = made else { panic!("{uri} was registered") };
            let named =
                matches!(&problem, ClientProblem::CallbackUrl(url, _) | ClientProblem::LogoutUrl(url, _) if url == uri);
            assert!(named, "{uri}: {problem:?}");
        }
    }
    assert_eq!(app.rows("clients").await, clients);
    let refused = vestibule::domain::client::check_registered("https://app.test/cb#x");
    assert_eq!(refused, Err(RedirectUriProblem::Fragment));
}

/// Case 28.
#[actix_web::test]
async fn of_two_registered_uris_none_is_guessed() {
    let both = vec![CALLBACK.to_owned(), "https://app.test/other".to_owned()];
    let app = TestApp::setup().client(|settings| settings.callback_urls = both.clone()).start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    browser.sign_in(&app.client, &ada).await;
    let rp = app.app_client();
    browser.get(&rp.request().without("redirect_uri").target()).await.assert_error_page();
    rp.code(&mut browser, &rp.request()).await;

    let with_default = app
        .add_public(&app.pool, |settings| {
            settings.callback_urls = both;
            settings.default_redirect_uri = Some("https://app.test/other".to_owned());
        })
        .await;
    let rp = app.oauth_client(&with_default);
    let answer = browser.get(&rp.request().without("redirect_uri").target()).await;
    assert!(answer.target().as_str().starts_with("https://app.test/other?code="), "{answer:?}");
}

/// Case 29. The code is burned by the attempt.
#[actix_web::test]
async fn a_code_is_redeemed_with_the_uri_of_its_request_only() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for other in ["", "https://app.test/other", "https://app.test/cb/", "https://app.test/bye"] {
        let code = rp.code(&mut browser, &rp.request()).await;
        let mut form = rp.redemption(&code);
        form.retain(|(name, _)| *name != "redirect_uri");
        form.push(("redirect_uri", other));
        rp.token(&form).await.assert_refused(400, "invalid_grant");
        rp.redeem(&code).await.assert_refused(400, "invalid_grant");
    }
    // Left out, although the authorization request named it.
    let code = rp.code(&mut browser, &rp.request()).await;
    let mut form = rp.redemption(&code);
    form.retain(|(name, _)| *name != "redirect_uri");
    rp.token(&form).await.assert_refused(400, "invalid_grant");
    rp.redeem(&code).await.assert_refused(400, "invalid_grant");
    let code = rp.code(&mut browser, &rp.request()).await;
    assert_eq!(rp.redeem(&code).await.code(), 200);
}

/// Case 30.
#[actix_web::test]
async fn a_callback_removed_while_somebody_signs_in_is_not_used() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    let page = browser.open(&rp.request().target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    let moved = vec!["https://new.test/cb".to_owned()];
    app.change_client(&app.client, |settings| settings.callback_urls = moved).await;
    let after = browser.submit(&page, &form).await;
    after.shown().assert_error_page();
    assert_eq!((app.rows("grants").await, app.rows("session_logins").await), (0, 0));
    let page = browser.open(&rp.request().with("redirect_uri", "https://new.test/cb").target()).await;
    let form = page.form("/login").fill("username", "ada").fill("password", PASSWORD);
    assert!(browser.submit(&page, &form).await.url.as_str().starts_with("https://new.test/cb?code="));
}
