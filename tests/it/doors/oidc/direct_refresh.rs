//! `GetTokensFromRefreshToken`: the same refresh as the token endpoint's, for apps that speak Cognito's API.

use serde_json::{Value, json};
use vestibule::domain::client::{AuthFlow, Client, ClientSettings, RefreshRotation};

use crate::support::{Answer, PASSWORD, TestApp, tokens};

fn rotates(settings: &mut ClientSettings) {
    settings.rotation = Some(RefreshRotation { enabled: true, grace_secs: 10 });
}

async fn refresh(app: &TestApp, client: &Client, token: &str) -> Answer {
    let input = json!({ "RefreshToken": token, "ClientId": client.id });
    app.anonymous().call("GetTokensFromRefreshToken", &input).await
}

#[track_caller]
fn result(answer: &Answer) -> Value {
    assert_eq!(answer.code(), 200, "{answer:?}");
    answer.json()["AuthenticationResult"].clone()
}

/// Signs somebody in over the API; answers the result.
async fn sign_in(app: &TestApp, username: &str) -> Value {
    let input = json!({
        "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": app.client.id,
        "AuthParameters": { "USERNAME": username, "PASSWORD": PASSWORD },
    });
    result(&app.anonymous().call("InitiateAuth", &input).await)
}

fn token(result: &Value) -> String {
    result["RefreshToken"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn it_rotates_where_the_client_rotates_and_kills_what_comes_back_late() {
    let app = TestApp::setup().client(rotates).start().await;
    app.person("ada").await;
    let first = sign_in(&app, "ada").await;
    let second = result(&refresh(&app, &app.client, &token(&first)).await);
    for member in ["AccessToken", "IdToken", "RefreshToken"] {
        assert!(second[member].is_string() && second[member] != first[member], "{member}");
    }
    assert_eq!((&second["TokenType"], &second["ExpiresIn"]), (&json!("Bearer"), &json!(3600)));
    let claims = |result: &Value| tokens::claims(result["AccessToken"].as_str().unwrap());
    assert_eq!(claims(&first)["origin_jti"], claims(&second)["origin_jti"]);
    // The answer that was lost is given again; the token endpoint knows the same family.
    assert_eq!(token(&result(&refresh(&app, &app.client, &token(&first)).await)), token(&second));
    let over_oauth = app.app_client().refresh(&token(&second)).await;
    assert_eq!(over_oauth.code(), 200);
    app.advance_secs(10);
    refresh(&app, &app.client, &token(&first)).await.assert_exception("RefreshTokenReuseException");
    let newest = over_oauth.json()["refresh_token"].as_str().unwrap().to_owned();
    // Amplify signs its user out at this name.
    refresh(&app, &app.client, &newest).await.assert_exception("NotAuthorizedException");
}

#[actix_web::test]
async fn without_rotation_the_token_stays_and_is_not_repeated() {
    let flows = [AuthFlow::AllowUserPasswordAuth, AuthFlow::AllowRefreshTokenAuth].into();
    let app = TestApp::setup().client(|settings| settings.auth_flows = Some(flows)).start().await;
    app.person("ada").await;
    let first = sign_in(&app, "ada").await;
    for _ in 0..3 {
        app.advance_secs(3600);
        let again = result(&refresh(&app, &app.client, &token(&first)).await);
        assert!(again.get("RefreshToken").is_none() && again["IdToken"].is_string(), "{again}");
    }
}

#[actix_web::test]
async fn a_confidential_client_shows_its_secret_itself() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    let held = rp.sign_in(&client, &mut app.browser(), &ada).await.refresh;
    let with = |secret: &str| json!({ "RefreshToken": held, "ClientId": client.id, "ClientSecret": secret });
    let sdk = app.anonymous();
    refresh(&app, &client, &held).await.assert_exception("NotAuthorizedException");
    let wrong = sdk.call("GetTokensFromRefreshToken", &with(&"x".repeat(52))).await;
    wrong.assert_exception("NotAuthorizedException");
    let right = sdk.call("GetTokensFromRefreshToken", &with(rp.secret.as_deref().unwrap())).await;
    assert_ne!(token(&result(&right)), held);
}

#[actix_web::test]
async fn other_clients_and_other_tokens_get_nothing() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let neighbour = app.add_public(&app.pool, |_| {}).await;
    let held = sign_in(&app, "ada").await;
    refresh(&app, &neighbour, &token(&held)).await.assert_exception("NotAuthorizedException");
    for other in ["AccessToken", "IdToken"] {
        let answer = refresh(&app, &app.client, held[other].as_str().unwrap()).await;
        answer.assert_exception("NotAuthorizedException");
    }
    let nobody = json!({ "RefreshToken": token(&held), "ClientId": "nobody" });
    let answer = app.anonymous().call("GetTokensFromRefreshToken", &nobody).await;
    answer.assert_exception("ResourceNotFoundException");
    let device = json!({ "RefreshToken": token(&held), "ClientId": app.client.id, "DeviceKey": "xx-local-1_key" });
    let answer = app.anonymous().call("GetTokensFromRefreshToken", &device).await;
    answer.assert_exception("InvalidParameterException");
    result(&refresh(&app, &app.client, &token(&held)).await);
}

/// A grant that was never given `openid` does not come by an ID token at the API.
#[actix_web::test]
async fn the_scope_of_the_grant_holds_here_too() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "phone")).await;
    let held = rp.redeem(&code).await.json()["refresh_token"].as_str().unwrap().to_owned();
    let refreshed = result(&refresh(&app, &app.client, &held).await);
    assert!(refreshed.get("IdToken").is_none(), "{refreshed}");
    assert_eq!(tokens::claims(refreshed["AccessToken"].as_str().unwrap())["scope"], "phone");
}
