//! The claims of tokens, exactly as Cognito writes them.

use std::collections::BTreeSet;

use serde_json::json;
use vestibule::domain::client::{TokenLifetimes, TokenUnit, TokenUnits};

use crate::support::tokens::{kid, names};
use crate::support::{TestApp, TokenSet};

const ID: [&str; 17] = [
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "cognito:username",
    "email",
    "email_verified",
    "event_id",
    "exp",
    "iat",
    "iss",
    "jti",
    "name",
    "nonce",
    "origin_jti",
    "sub",
];
const ACCESS: [&str; 13] = [
    "auth_time",
    "client_id",
    "event_id",
    "exp",
    "iat",
    "iss",
    "jti",
    "origin_jti",
    "scope",
    "sub",
    "token_use",
    "username",
    "version",
];

#[actix_web::test]
async fn tokens_have_cognitos_claims_and_no_others() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let signed_in_at = app.now().secs();
    browser.sign_in(&app.client, &ada).await;
    app.advance_secs(40);
    let code = rp.code(&mut browser, &rp.request()).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    let (id, access) = (rp.verify_id_token(&tokens.id).await, rp.verify_access_token(&tokens.access).await);

    let mut expected = BTreeSet::from(ID);
    expected.insert("token_use");
    assert_eq!(names(&id), expected);
    assert_eq!(names(&access), BTreeSet::from(ACCESS));
    for claims in [&id, &access] {
        assert_eq!(claims["sub"], json!(ada.id.to_string()));
        assert_eq!(claims["iss"], json!(rp.issuer()));
        assert_eq!(claims["auth_time"], json!(signed_in_at));
        assert_eq!(claims["iat"], json!(signed_in_at + 40));
        assert_eq!(claims["exp"], json!(signed_in_at + 40 + 3600));
    }
    assert_eq!((&id["cognito:username"], &access["username"]), (&json!("ada"), &json!("ada")));
    // Booleans here, text at userInfo (cognito.md §13 trap 4).
    assert_eq!((&id["email"], &id["email_verified"]), (&json!("ada@example.test"), &json!(true)));
    assert_eq!((&access["version"], &access["scope"]), (&json!(2), &json!("openid email profile")));
    assert_eq!(id["amr"], json!(["pwd"]));
    assert_eq!((&id["origin_jti"], &id["event_id"]), (&access["origin_jti"], &access["event_id"]));
    assert_ne!(id["jti"], access["jti"]);
    assert_ne!(kid(&tokens.id), kid(&tokens.access), "cognito.md §13 trap 5");
}

#[actix_web::test]
async fn openid_alone_releases_all_that_the_client_may_read_and_other_scopes_their_own() {
    let app = TestApp::start().await;
    let (ada, mut browser) = (app.person("ada").await, app.browser());
    let reads = ["email", "name"].map(str::to_owned).into();
    let client = app.add_public(&app.pool, |settings| settings.read_attributes = Some(reads)).await;
    browser.sign_in(&app.client, &ada).await;
    for (client, scope, expected) in [
        (&app.client, "openid", vec!["email", "email_verified", "name"]),
        (&app.client, "openid email", vec!["email", "email_verified"]),
        (&app.client, "openid profile", vec!["name"]),
        (&app.client, "openid phone", vec![]),
        (&client, "openid", vec!["email", "name"]),
        (&client, "openid email", vec!["email"]),
    ] {
        let rp = app.oauth_client(client);
        let code = rp.code(&mut browser, &rp.request().with("scope", scope)).await;
        let tokens = TokenSet::of(&rp.redeem(&code).await);
        let id = rp.verify_id_token(&tokens.id).await;
        let found: Vec<&str> =
            ["email", "email_verified", "name"].into_iter().filter(|name| id.contains_key(*name)).collect();
        assert_eq!(found, expected, "{scope}");
        let info = rp.user_info(&tokens.access).await.json();
        let told: Vec<&str> =
            ["email", "email_verified", "name"].into_iter().filter(|name| info.get(*name).is_some()).collect();
        assert_eq!(told, expected, "{scope} at userInfo");
    }
}

#[actix_web::test]
async fn lifetimes_are_the_clients() {
    let units =
        TokenUnits { access: Some(TokenUnit::Minutes), id: Some(TokenUnit::Hours), refresh: Some(TokenUnit::Hours) };
    let lifetimes = TokenLifetimes { access: Some(5), id: Some(2), refresh: Some(1), units: Some(units) };
    let app = TestApp::setup().client(|settings| settings.lifetimes = lifetimes).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let redeemed = rp.redeem(&code).await;
    assert_eq!(redeemed.json()["expires_in"], json!(300));
    let tokens = TokenSet::of(&redeemed);
    let (id, access) = (rp.verify_id_token(&tokens.id).await, rp.verify_access_token(&tokens.access).await);
    let lives = |claims: &serde_json::Map<String, serde_json::Value>| {
        claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap()
    };
    assert_eq!((lives(&access), lives(&id)), (300, 7200));

    app.advance_secs(299);
    assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
    app.advance_secs(1);
    assert_eq!(rp.user_info(&tokens.access).await.code(), 401);
    assert_eq!(rp.refresh(&tokens.refresh).await.code(), 200);
    app.advance_secs(3300);
    rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
}

#[actix_web::test]
async fn a_client_without_revocation_hides_the_grant_and_is_served_all_the_same() {
    let app = TestApp::setup().client(|settings| settings.token_revocation = Some(false)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let access = rp.verify_access_token(&tokens.access).await;
    assert!(!access.contains_key("origin_jti"));
    assert!(!rp.verify_id_token(&tokens.id).await.contains_key("origin_jti"));
    assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
    app.set_enabled(&ada, false).await;
    assert_eq!(rp.user_info(&tokens.access).await.code(), 401);
}
