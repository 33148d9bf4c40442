//! `REFRESH_TOKEN_AUTH`: who may refresh over the API, and with what.

use serde_json::{Value, json};

use vestibule::domain::client::{AuthFlow, Client, ClientSettings, RefreshRotation};

use super::{assert_refused, done, exception, tokens, with};
use crate::support::aws_sdk::AwsSdk;
use crate::support::{Answer, TestApp};

const REVOKED: &str = "Refresh Token has been revoked";

/// Lists refreshing, so that its refresh tokens do not rotate.
fn refreshes(client: &mut ClientSettings) {
    client.auth_flows = Some([AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth].into());
}

fn input(client: &Client, token: &Value) -> Value {
    json!({
        "ClientId": client.id.as_str(),
        "AuthFlow": "REFRESH_TOKEN_AUTH",
        "AuthParameters": { "REFRESH_TOKEN": token },
    })
}

async fn refresh(sdk: &AwsSdk, client: &Client, token: &Value) -> Answer {
    sdk.call("InitiateAuth", &input(client, token)).await
}

#[actix_web::test]
async fn a_refresh_brings_new_tokens_and_no_refresh_token() {
    let app = TestApp::setup().client(refreshes).start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let first = tokens(&sdk, &app.client, "ada").await;
    app.advance_secs(10);
    for flow in ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] {
        let input = with(input(&app.client, &first["RefreshToken"]), "AuthFlow", flow);
        let again = done(&sdk.call("InitiateAuth", &input).await)["AuthenticationResult"].clone();
        assert!(again.get("RefreshToken").is_none(), "{flow}");
        assert_ne!(again["AccessToken"], first["AccessToken"]);
        done(&sdk.call("GetUser", &json!({ "AccessToken": again["AccessToken"] })).await);
    }
}

#[actix_web::test]
async fn a_client_refreshes_only_as_it_is_set_up_to() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let not_listed = tokens(&sdk, &app.client, "ada").await;
    let refused = refresh(&sdk, &app.client, &not_listed["RefreshToken"]).await;
    assert_refused(&refused, "InvalidParameterException", "Auth flow not enabled for this client");

    // A client that lists nothing may refresh on Cognito; where its tokens rotate, this way cannot hand out the next.
    let rotating = app
        .add_public(&app.pool, |client| {
            client.auth_flows = None;
            client.rotation = Some(RefreshRotation { enabled: true, grace_secs: 10 });
        })
        .await;
    let refused = refresh(&sdk, &rotating, &not_listed["RefreshToken"]).await;
    assert_eq!(exception(&refused), "InvalidParameterException");
    assert!(refused.json()["message"].as_str().unwrap().contains("rotate"), "{refused:?}");

    app.change_client(&app.client, refreshes).await;
    done(&refresh(&sdk, &app.client, &not_listed["RefreshToken"]).await);
}

#[actix_web::test]
async fn what_is_no_refresh_token_of_this_client_is_refused() {
    let app = TestApp::setup().client(refreshes).start().await;
    app.person("ada").await;
    let sdk = app.anonymous();
    let tokens = tokens(&sdk, &app.client, "ada").await;
    let other = app.add_public(&app.pool, refreshes).await;
    let refused = refresh(&sdk, &other, &tokens["RefreshToken"]).await;
    assert_refused(&refused, "NotAuthorizedException", "Invalid Refresh Token");
    let token = tokens["RefreshToken"].as_str().unwrap();
    for wrong in [
        tokens["AccessToken"].clone(),
        tokens["IdToken"].clone(),
        json!(format!("{token}A")),
        json!(token[..token.len() - 1]),
        json!(token.to_uppercase()),
        json!("eyJjdHkiOiJKV1QifQ"),
    ] {
        let refused = refresh(&sdk, &app.client, &wrong).await;
        assert_refused(&refused, "NotAuthorizedException", "Invalid Refresh Token");
    }
    assert_eq!(refresh(&sdk, &app.client, &json!("")).await.code(), 400);
    done(&refresh(&sdk, &app.client, &tokens["RefreshToken"]).await);
}

#[actix_web::test]
async fn a_token_dies_with_sign_out_account_and_age() {
    let app = TestApp::setup().client(refreshes).start().await;
    let (sdk, ada) = (app.anonymous(), app.person("ada").await);
    let signed_out = tokens(&sdk, &app.client, "ada").await;
    done(&sdk.call("GlobalSignOut", &json!({ "AccessToken": signed_out["AccessToken"] })).await);
    let refused = refresh(&sdk, &app.client, &signed_out["RefreshToken"]).await;
    assert_refused(&refused, "NotAuthorizedException", REVOKED);

    app.advance_secs(1);
    let live = tokens(&sdk, &app.client, "ada").await;
    app.set_enabled(&ada, false).await;
    assert_refused(&refresh(&sdk, &app.client, &live["RefreshToken"]).await, "NotAuthorizedException", REVOKED);
    app.set_enabled(&ada, true).await;
    let refused = refresh(&sdk, &app.client, &live["RefreshToken"]).await;
    assert_refused(&refused, "NotAuthorizedException", REVOKED);

    app.advance_secs(1);
    let old = tokens(&sdk, &app.client, "ada").await;
    app.advance_secs(30 * 86_400 - 1);
    done(&refresh(&sdk, &app.client, &old["RefreshToken"]).await);
    app.advance_secs(1);
    let refused = refresh(&sdk, &app.client, &old["RefreshToken"]).await;
    assert_refused(&refused, "NotAuthorizedException", "Refresh Token has expired");

    let last = tokens(&sdk, &app.client, "ada").await;
    app.delete(&ada).await;
    let refused = refresh(&sdk, &app.client, &last["RefreshToken"]).await;
    assert_refused(&refused, "NotAuthorizedException", REVOKED);
}
