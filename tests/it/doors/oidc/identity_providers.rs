//! Who can sign in for a client at the pages: `SupportedIdentityProviders`.

use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::flows::manage::access_keys;

use crate::support::{PASSWORD, TestApp};

/// As an admin sets it over the API; answers what can be read back.
async fn list(app: &TestApp, providers: &[&str]) -> serde_json::Value {
    let admin = app.aws_sdk(&access_keys::create(&app.deps(), Role::Admin, None).await.unwrap());
    let client = json!({ "UserPoolId": app.pool.id.as_str(), "ClientId": app.client.id.as_str() });
    let mut change = client.clone();
    change["SupportedIdentityProviders"] = json!(providers);
    let changed = admin.call("UpdateUserPoolClient", &change).await;
    assert_eq!(changed.code(), 200, "{changed:?}");
    admin.call("DescribeUserPoolClient", &client).await.json()["UserPoolClient"]["SupportedIdentityProviders"].clone()
}

#[actix_web::test]
async fn a_client_with_an_empty_list_of_providers_offers_no_sign_in_at_the_pages() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let rp = app.app_client();
    let mut signed_in = app.browser();
    rp.sign_in(&app.client, &mut signed_in, &ada).await;
    assert_eq!(list(&app, &[]).await, json!([]));
    let grants = app.rows("grants").await;

    let query = rp.request().target().split_once('?').unwrap().1.to_owned();
    for page in ["/oauth2/authorize", "/login", "/signup", "/forgotPassword"] {
        for browser in [&mut app.browser(), &mut signed_in] {
            let answer = browser.get(&format!("{page}?{query}")).await;
            assert_eq!(answer.redirected("error"), "unauthorized_client", "{page}: {answer:?}");
            let said = answer.redirected("error_description");
            assert!(said.contains("SupportedIdentityProviders"), "{page}: {said}");
        }
    }
    assert_eq!(app.rows("grants").await, grants, "nobody got a code, not even by the session that there is");

    // The API has switches of its own (ExplicitAuthFlows).
    let input = json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": PASSWORD } });
    assert_eq!(app.anonymous().call("InitiateAuth", &input).await.code(), 200);

    assert_eq!(list(&app, &["COGNITO"]).await, json!(["COGNITO"]));
    rp.sign_in(&app.client, &mut app.browser(), &ada).await;
}
