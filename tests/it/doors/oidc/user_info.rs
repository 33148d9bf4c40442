//! `/oauth2/userInfo` in normal use.

use actix_web::test::TestRequest;
use serde_json::json;

use crate::support::{TestApp, TokenSet};

#[actix_web::test]
async fn it_says_in_text_what_the_scopes_release() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let answer = rp.user_info(&tokens.access).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let expected = json!({
        "sub": ada.id.to_string(),
        "username": "ada",
        "email": "ada@example.test",
        "email_verified": "true",
        "name": "Ada Example",
    });
    assert_eq!(answer.json(), expected);
}

#[actix_web::test]
async fn it_answers_a_post_with_the_token_in_the_header() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let uri = format!("/{}/oauth2/userInfo", app.pool.id);
    let post = TestRequest::post().uri(&uri).insert_header(("authorization", format!("bearer {}", tokens.access)));
    assert_eq!(app.node().send(post).await.json()["username"], "ada");
}

#[actix_web::test]
async fn it_shows_the_account_as_it_is_now() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "openid")).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    // The flow behind AdminUpdateUserAttributes.
    let changes = [("custom:none".to_owned(), "x".to_owned())].into();
    let refused = vestibule::flows::manage::users::update_attributes(&app.deps(), &app.pool, "ada", changes).await;
    assert!(!format!("{:?}", refused.unwrap()).contains("Done"));
    let changes = [("name".to_owned(), "Ada Lovelace".to_owned())].into();
    vestibule::flows::manage::users::update_attributes(&app.deps(), &app.pool, "ada", changes).await.unwrap();
    assert_eq!(rp.user_info(&tokens.access).await.json()["name"], "Ada Lovelace");
}
