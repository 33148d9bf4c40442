//! Who is let in: the live sign-in of the browser in this pool, and nobody else; how one comes there and back.

use actix_web::http::Method;
use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;

use super::{at, sign_in, signed_in};
use crate::support::TestApp;
use crate::support::browser::From;

const PLACES: [&str; 13] = [
    "",
    "/profile",
    "/email",
    "/phone",
    "/factors",
    "/password",
    "/codes",
    "/passkeys",
    "/sessions",
    "/activity",
    "/data",
    "/delete",
    "/app",
];

#[actix_web::test]
async fn a_stranger_signs_in_first_and_comes_to_where_they_wanted() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for place in PLACES {
        let mut browser = app.browser();
        let page = browser.open(&at(&app, place)).await;
        assert!(page.url.path().ends_with("/login"), "{place}: {page:?}");
        let page = sign_in(&mut browser, &page, &ada.username).await;
        // Nothing waits to be set up.
        let expected = if place == "/app" { "/factors" } else { place };
        assert_eq!(page.url.path(), at(&app, expected), "{page:?}");
        assert_eq!(page.shown().code(), 200);
        assert!(page.url.query().is_none(), "no code comes along: {}", page.url);
    }
    assert_eq!(app.rows("grants").await, 0, "the page is no app");
}

#[actix_web::test]
async fn a_link_to_the_sign_in_page_leads_nowhere_else() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for state in ["https://evil.test", "//evil.test", "/../../evil", "profile/../../x", "nothing", "%2F%2Fevil.test"] {
        for more in
            ["", "&redirect_uri=https%3A%2F%2Fevil.test%2F", "&post_logout_redirect_uri=https%3A%2F%2Fevil.test"]
        {
            let mut browser = app.browser();
            let target = format!("/{}/login?client_id=account&response_type=code&state={state}{more}", app.pool.id);
            let page = browser.open(&target).await;
            let page = sign_in(&mut browser, &page, &ada.username).await;
            assert_eq!(page.url.path(), at(&app, ""), "{target}: {page:?}");
        }
    }
}

#[actix_web::test]
async fn at_the_root_an_app_s_link_leads_to_the_page_of_its_pool() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let answer = browser.get(&format!("/account/sessions?client_id={}", app.client.id)).await;
    assert_eq!(answer.location(), Some(at(&app, "/sessions").as_str()), "{answer:?}");
    for target in ["/account", "/account?client_id=unknown", "/account?client_id=account", "/login?client_id=account"] {
        assert_eq!(browser.get(target).await.code(), 400, "{target}");
    }
    assert_eq!(browser.get("/xx-local-1_Nothing12/account").await.code(), 404);
}

#[actix_web::test]
async fn who_is_signed_in_for_an_app_is_signed_in_here() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    let page = browser.open(&at(&app, "")).await;
    assert!(page.shown().body.contains("Ada Example"), "{page:?}");
}

#[actix_web::test]
async fn the_session_of_another_pool_is_none() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let other = app.add_pool("Other").await;
    let page = browser.open(&format!("/{}/account/profile", other.id)).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    // And the form of one pool is none of another.
    let page = browser.open(&at(&app, "/profile")).await;
    let form = page.form("/account/profile").fill("name", "Eve");
    let target = format!("/{}/account/profile", other.id);
    let answer = browser.request(Method::POST, &target, Some(form.body()), From::Ours).await;
    assert!(answer.location().is_some_and(|location| location.contains("/login?")), "{answer:?}");
}

#[actix_web::test]
async fn whoever_is_gone_is_out_at_once() {
    let app = TestApp::start().await;
    let (ada, bob, eve) = (app.person("ada").await, app.person("bob").await, app.person("eve").await);
    let mut browsers = Vec::new();
    for person in [&ada, &bob, &eve] {
        browsers.push(signed_in(&app, person).await);
    }
    app.set_enabled(&ada, false).await;
    app.delete(&bob).await;
    app.advance_secs(3601);
    for browser in &mut browsers {
        for place in PLACES {
            let answer = browser.get(&at(&app, place)).await;
            let location = answer.location().unwrap_or_default();
            assert!(location.contains("/login?client_id=account"), "{place}: {answer:?}");
        }
    }
}

#[actix_web::test]
async fn a_pool_that_asks_for_a_second_factor_by_now_asks_here_too() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let mut browser = signed_in(&app, &ada).await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let input = json!({
        "UserPoolId": app.pool.id.to_string(),
        "SoftwareTokenMfaConfiguration": {"Enabled": true},
        "MfaConfiguration": "ON",
    });
    assert_eq!(app.aws_sdk(&key).call("SetUserPoolMfaConfig", &input).await.code(), 200);
    let page = browser.open(&at(&app, "/factors")).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    // The session is still there, but does not do. Who has nothing to add proves all anew, before something is set up.
    let page = browser.submit(&page, &page.form("/continue").press("choice", "continue")).await;
    assert!(page.url.path().ends_with("/login"), "{page:?}");
    let page = sign_in(&mut browser, &page, &ada.username).await;
    assert!(page.url.path().ends_with("/mfa/setup"), "{page:?}");
}

#[actix_web::test]
async fn the_page_is_no_client_of_the_api() {
    let app = TestApp::start().await;
    let key = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let (sdk, pool) = (app.aws_sdk(&key), app.pool.id.to_string());
    let listed = sdk.call("ListUserPoolClients", &json!({"UserPoolId": pool, "MaxResults": 60})).await;
    assert!(!listed.body.contains("account+"), "{listed:?}");
    let id = format!("account+{}", pool.replace('-', "+"));
    for id in [id.as_str(), "account"] {
        for operation in ["DescribeUserPoolClient", "DeleteUserPoolClient", "UpdateUserPoolClient"] {
            let answer = sdk.call(operation, &json!({"UserPoolId": pool, "ClientId": id})).await;
            assert!(answer.body.contains("ResourceNotFoundException"), "{operation}: {answer:?}");
        }
        let input = json!({"ClientId": id, "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "ada", "PASSWORD": "correct horse 7 battery"}});
        let answer = app.anonymous().call("InitiateAuth", &input).await;
        assert!(answer.body.contains("ResourceNotFoundException"), "{answer:?}");
    }
    // What belongs to it goes with the pool.
    assert_eq!(app.rows("clients").await, 2);
}
