//! From an app's link to tokens that the app verifies.

use actix_web::http::Method;

use crate::support::browser::From;
use crate::support::oauth_client::VERIFIER;
use crate::support::sample_settings::CALLBACK;
use crate::support::{TestApp, TokenSet};

#[actix_web::test]
async fn a_public_client_gets_tokens_for_a_code_and_its_verifier() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;

    let answer = browser.get(&rp.request().target()).await;
    assert_eq!(answer.code(), 303);
    assert!(answer.target().as_str().starts_with(&format!("{CALLBACK}?code=")), "{answer:?}");
    assert_eq!(answer.redirected("state"), "state-1");
    assert_eq!(answer.redirected("iss"), rp.issuer());

    let redeemed = rp.redeem(&answer.redirected("code")).await;
    let body = redeemed.json();
    assert_eq!((body["token_type"].as_str(), body["expires_in"].as_i64()), (Some("Bearer"), Some(3600)));
    assert_eq!((redeemed.header("cache-control"), redeemed.header("pragma")), ("no-store", "no-cache"));
    let tokens = TokenSet::of(&redeemed);
    let id = rp.verify_id_token(&tokens.id).await;
    let access = rp.verify_access_token(&tokens.access).await;
    assert_eq!(id["sub"].as_str(), Some(ada.id.to_string().as_str()));
    assert_eq!(access["sub"], id["sub"]);
    assert_eq!(id["nonce"].as_str(), Some("nonce-1"));
    assert!(!TokenSet::of(&rp.refresh(&tokens.refresh).await).access.is_empty());
}

#[actix_web::test]
async fn a_confidential_client_shows_its_secret_by_basic_or_in_the_body() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    browser.sign_in(&client, &ada).await;

    // PKCE is asked of public clients only.
    let plain = rp.request().without_pkce();
    let code = rp.code(&mut browser, &plain).await;
    let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK)];
    let by_basic = rp.token_with(&form, &[("authorization", &rp.basic())]).await;
    assert_eq!(rp.verify_id_token(&TokenSet::of(&by_basic).id).await["aud"].as_str(), Some(rp.id.as_str()));

    let code = rp.code(&mut browser, &rp.request()).await;
    let by_post = rp.redeem(&code).await;
    assert_eq!(rp.verify_id_token(&TokenSet::of(&by_post).id).await["aud"].as_str(), Some(rp.id.as_str()));
}

#[actix_web::test]
async fn everything_is_mounted_at_the_root_too() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client().at_root(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    assert_eq!(rp.verify_id_token(&tokens.id).await["iss"].as_str(), Some(rp.issuer().as_str()));
    assert_eq!(rp.user_info(&tokens.access).await.json()["username"], "ada");
}

#[actix_web::test]
async fn a_form_post_is_continued_by_a_get_of_the_same_site() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let target = format!("/{}/oauth2/authorize", app.pool.id);
    // From another site it comes without cookies; the GET that follows brings them.
    let posted = browser.request(Method::POST, &target, Some(rp.request().query()), From::OtherSite).await;
    assert_eq!((posted.code(), posted.location()), (303, Some(rp.request().target().as_str())));
    let code = browser.open(&rp.request().target()).await.parameter("code");
    assert_eq!(rp.redeem(&code).await.code(), 200);
}

#[actix_web::test]
async fn the_only_redirect_uri_need_not_be_named() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().without("redirect_uri")).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("client_id", rp.id.as_str()),
        ("code_verifier", VERIFIER),
    ];
    assert_eq!(rp.token(&form).await.code(), 200);
}

#[actix_web::test]
async fn without_openid_there_is_no_id_token() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "email")).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    assert_eq!(tokens.id, "");
    assert_eq!(rp.verify_access_token(&tokens.access).await["scope"], "email");
}

#[actix_web::test]
async fn a_code_survives_a_restart_and_another_node() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    app.restart().await;
    let other = app.second_node().await;
    let mut there = browser.through(&app.node());
    let again = rp.clone().through(&app.node()).code(&mut there, &rp.request()).await;
    assert_eq!(rp.clone().through(&other).redeem(&code).await.code(), 200);
    assert_eq!(rp.through(&other).redeem(&again).await.code(), 200);
}
