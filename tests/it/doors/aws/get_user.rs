//! Which tokens open the operations of a user's own account.

use serde_json::{Value, json};

use vestibule::web::aws::operation::{Access, Row};
use vestibule::web::aws::ops::ROWS;

use super::samples::sample;
use super::world::World;
use super::{assert_refused, done, tokens, with};
use crate::support::{Answer, TestApp};

async fn get_user(app: &TestApp, token: &str) -> Answer {
    app.anonymous().call("GetUser", &json!({ "AccessToken": token })).await
}

#[actix_web::test]
async fn an_access_token_shows_its_own_user() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    app.person("bob").await;
    let tokens = tokens(&app.anonymous(), &app.client, "ada").await;
    let user = done(&get_user(&app, tokens["AccessToken"].as_str().unwrap()).await);
    assert_eq!(user["Username"], "ada");
    assert_eq!(
        user["UserAttributes"],
        json!([
            { "Name": "sub", "Value": ada.id.to_string() },
            { "Name": "email", "Value": "ada@example.test" },
            { "Name": "email_verified", "Value": "true" },
            { "Name": "name", "Value": "Ada Example" },
        ])
    );
}

#[actix_web::test]
async fn attributes_that_the_client_may_not_read_are_not_shown() {
    let app = TestApp::setup().client(|client| client.read_attributes = Some(["name".to_owned()].into())).start().await;
    app.person("ada").await;
    let tokens = tokens(&app.anonymous(), &app.client, "ada").await;
    let user = done(&get_user(&app, tokens["AccessToken"].as_str().unwrap()).await);
    let names: Vec<_> = user["UserAttributes"].as_array().unwrap().iter().map(|one| one["Name"].clone()).collect();
    assert_eq!(names, ["sub", "name"]);
}

/// Case 100 and the lifetimes, at every operation that an access token opens (from the table).
#[actix_web::test]
async fn other_tokens_open_nothing() {
    let world = World::start().await;
    let rows: Vec<_> = ROWS.iter().filter(|row| row.access == Access::AccessToken).collect();
    for row in rows {
        let username = world.person(&world.ours).await.username;
        let own = tokens(&world.anonymous, &world.ours.client, &username).await;
        let over_oauth = oauth_token(&world.app, &username).await;
        let good = sample(&world, row, &world.ours).await;
        let before = world.app.state_but(&[]).await;
        let token = own["AccessToken"].as_str().unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        for (wrong, message) in [
            (own["IdToken"].as_str().unwrap(), "Invalid Access Token"),
            (own["RefreshToken"].as_str().unwrap(), "Invalid Access Token"),
            (signed, "Invalid Access Token"),
            (&format!("{signed}.{}", signature.to_lowercase()), "Invalid Access Token"),
            (&format!("{signed}."), "Invalid Access Token"),
            ("not-a-token", "Invalid Access Token"),
            (&over_oauth, "Access Token does not have required scopes"),
        ] {
            let answer = call(&world, row, &with(good.clone(), "AccessToken", wrong)).await;
            assert_refused(&answer, "NotAuthorizedException", message);
        }
        assert_eq!(world.app.state_but(&[]).await, before, "{}", row.name);
        done(&call(&world, row, &good).await);

        let expired = sample(&world, row, &world.ours).await;
        world.app.advance_secs(3600);
        let before = world.app.state_but(&[]).await;
        let answer = call(&world, row, &expired).await;
        assert_refused(&answer, "NotAuthorizedException", "Access Token has expired");
        assert_eq!(world.app.state_but(&[]).await, before, "{}", row.name);
    }
}

async fn call(world: &World, row: &Row, input: &Value) -> Answer {
    world.anonymous.call_target(&format!("{}.{}", row.service.target(), row.name), input).await
}

/// An access token with `openid` but without the scope of self-service.
async fn oauth_token(app: &TestApp, username: &str) -> String {
    let mut browser = app.browser();
    let page = browser.try_sign_in(&app.client, username, crate::support::PASSWORD).await;
    assert!(page.has_left(), "{page:?}");
    let client = app.app_client();
    let code = client.code(&mut browser, &client.request().with("scope", "openid email")).await;
    crate::support::TokenSet::of(&client.redeem(&code).await).access
}

/// Case 68, at every operation that an access token opens.
#[actix_web::test]
async fn a_token_is_dead_once_its_user_is_signed_out_closed_or_deleted() {
    let world = World::start().await;
    for row in ROWS.iter().filter(|row| row.access == Access::AccessToken) {
        for end in ["GlobalSignOut", "AdminDisableUser", "AdminDeleteUser"] {
            let input = sample(&world, row, &world.ours).await;
            let token = json!({ "AccessToken": input["AccessToken"] });
            let username = done(&world.anonymous.call("GetUser", &token).await)["Username"].clone();
            if end == "GlobalSignOut" {
                done(&world.anonymous.call(end, &token).await);
            } else {
                let user = json!({ "UserPoolId": world.ours.pool_id(), "Username": username });
                done(&world.admin.call(end, &user).await);
            }
            let before = world.app.state_but(&[]).await;
            let answer = call(&world, row, &input).await;
            assert_refused(&answer, "NotAuthorizedException", "Access Token has been revoked");
            assert_eq!(world.app.state_but(&[]).await, before, "{} after {end}", row.name);
        }
    }
}
