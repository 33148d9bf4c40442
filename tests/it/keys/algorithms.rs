//! Each client says how its tokens are signed; nobody meets a key that was not announced, unless an admin skips that.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::signing_key::ANNOUNCED_SECS;
use vestibule::flows::manage::access_keys;

use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, TestApp, TokenSet, tokens};

const UPDATE: &str = "VestibuleService.UpdateUserPoolClientSettings";

async fn admin(app: &TestApp) -> AwsSdk {
    app.aws_sdk(&access_keys::create(&app.deps(), Role::Admin, None).await.unwrap())
}

async fn set(app: &TestApp, id: &str, access: &str, skips: bool) -> Answer {
    let input = json!({
        "UserPoolId": app.pool.id.to_string(), "ClientId": app.client.id.to_string(),
        "IdTokenSigningAlgorithm": id, "AccessTokenSigningAlgorithm": access, "SkipKeyAnnouncement": skips,
    });
    admin(app).await.call_target(UPDATE, &input).await
}

fn algorithms(tokens: &TokenSet) -> (String, String) {
    (tokens::algorithm(&tokens.id), tokens::algorithm(&tokens.access))
}

fn pair(id: &str, access: &str) -> (String, String) {
    (id.to_owned(), access.to_owned())
}

async fn published(app: &TestApp) -> BTreeSet<String> {
    let jwks = app.app_client().jwks().await;
    jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// Lesson L15: `t_two_nodes_never_sign_with_unannounced_key`, for the first key of an algorithm.
#[actix_web::test]
async fn a_new_algorithm_signs_after_its_key_was_announced() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let rp = app.app_client();
    let held = rp.jwks().await;
    let answer = set(&app, "ES256", "EdDSA", false).await;
    assert_eq!(answer.code(), 200, "{answer:?}");
    assert_eq!(answer.json()["IdTokenSigningAlgorithm"], "ES256");

    let first = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    assert_eq!(algorithms(&first), pair("RS256", "RS256"));
    tokens::verify(&first.id, &held, &rp.issuer());

    app.advance_secs(ANNOUNCED_SECS);
    let later = TokenSet::of(&rp.refresh(&first.refresh).await);
    assert_eq!(algorithms(&later), pair("ES256", "EdDSA"));
    rp.verify_id_token(&later.id).await;
    rp.verify_access_token(&later.access).await;
    assert_eq!(rp.user_info(&later.access).await.code(), 200);
    assert_eq!(rp.user_info(&first.access).await.code(), 200, "what RS256 signed still holds");
}

#[actix_web::test]
async fn an_admin_may_skip_the_announcement_and_other_clients_keep_theirs() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let other = app.add_public(&app.pool, |_| {}).await;
    assert_eq!(set(&app, "EdDSA", "ES256", true).await.code(), 200);
    let rp = app.app_client();
    let signed_in = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    assert_eq!(algorithms(&signed_in), pair("EdDSA", "ES256"));
    rp.verify_id_token(&signed_in.id).await;
    rp.verify_access_token(&signed_in.access).await;
    let elsewhere = app.oauth_client(&other).sign_in(&other, &mut app.browser(), &ada).await;
    assert_eq!(algorithms(&elsewhere), pair("RS256", "RS256"));
}

#[actix_web::test]
async fn an_algorithm_that_is_not_offered_changes_nothing() {
    let app = TestApp::start().await;
    let before = published(&app).await;
    for wrong in ["none", "HS256", "es256", ""] {
        let answer = set(&app, wrong, "ES256", false).await;
        assert_eq!(answer.code(), 400, "{wrong}: {answer:?}");
    }
    let described = json!({ "UserPoolId": app.pool.id.to_string(), "ClientId": app.client.id.to_string() });
    let shown = admin(&app).await.call_target("VestibuleService.DescribeUserPoolClientSettings", &described).await;
    assert_eq!(shown.json()["AccessTokenSigningAlgorithm"], "RS256");
    assert_eq!(published(&app).await, before);
    assert_eq!(set(&app, "RS256", "RS256", false).await.code(), 200);
    assert_eq!(published(&app).await, before, "the default has its keys already");
}

#[actix_web::test]
async fn discovery_names_the_algorithms_of_published_keys() {
    let app = TestApp::start().await;
    let supported = async || -> Value {
        let path = format!("/{}/.well-known/openid-configuration", app.pool.id);
        app.browser().get(&path).await.json()["id_token_signing_alg_values_supported"].clone()
    };
    assert_eq!(supported().await, json!(["RS256"]));
    set(&app, "ES256", "EdDSA", true).await;
    assert_eq!(supported().await, json!(["RS256", "ES256"]), "EdDSA signs no ID token");
}
