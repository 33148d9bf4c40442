//! userInfo (group H).

use actix_web::test::TestRequest;
use serde_json::json;

use crate::support::{Answer, TestApp, TokenSet};

#[track_caller]
fn assert_invalid_token(answer: &Answer) {
    assert_eq!((answer.code(), answer.error().as_str()), (401, "invalid_token"), "{answer:?}");
    assert!(answer.header("www-authenticate").starts_with("Bearer error=\"invalid_token\""), "{answer:?}");
}

/// Case 80.
#[actix_web::test]
async fn only_a_live_access_token_of_this_pool_opens_it() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let other_client = app.add_public(&other_pool, |_| {}).await;
    let foreign = app.oauth_client(&other_client);
    let namesake = app.person_in(&other_pool, "ada").await;
    let (ada, gone, rp) = (app.person("ada").await, app.person("gone").await, app.app_client());
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let dead = rp.sign_in(&app.client, &mut app.browser(), &gone).await;
    let others = foreign.sign_in(&other_client, &mut app.browser(), &namesake).await;
    app.delete(&gone).await;
    for token in [&tokens.id, &tokens.refresh, &dead.access, &others.access, "x", "a.b.c"] {
        assert_invalid_token(&rp.user_info(token).await);
    }
    // Each pool's token at its own endpoint and at the root.
    assert_eq!(foreign.user_info(&others.access).await.json()["sub"], namesake.id.to_string());
    assert_eq!(rp.clone().at_root().user_info(&others.access).await.json()["sub"], namesake.id.to_string());
    assert_eq!(rp.user_info(&tokens.access).await.json()["sub"], ada.id.to_string());
    app.advance_secs(3600);
    assert_invalid_token(&rp.user_info(&tokens.access).await);
}

/// Case 80, the scopes.
#[actix_web::test]
async fn a_token_without_openid_is_not_enough() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "email")).await;
    let by_page = TokenSet::of(&rp.redeem(&code).await).access;
    let input = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": rp.id,
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": crate::support::PASSWORD },
    });
    let signed_in = app.anonymous().call("InitiateAuth", &input).await.json();
    let by_api = signed_in["AuthenticationResult"]["AccessToken"].as_str().unwrap_or_else(|| panic!("{signed_in}"));
    for token in [by_page.as_str(), by_api] {
        let answer = rp.user_info(token).await;
        assert_eq!((answer.code(), answer.error().as_str()), (403, "insufficient_scope"), "{answer:?}");
        assert!(!answer.body.contains("ada@"));
    }
}

/// Case 81.
#[actix_web::test]
async fn a_token_comes_in_the_header_and_once() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let token = rp.sign_in(&app.client, &mut app.browser(), &ada).await.access;
    let uri = format!("/{}/oauth2/userInfo", app.pool.id);
    let bearer = ("authorization", format!("Bearer {token}"));
    let form = ("content-type", "application/x-www-form-urlencoded");
    let body = format!("access_token={token}");
    for (request, what) in [
        (TestRequest::get().uri(&uri), "none"),
        (TestRequest::get().uri(&format!("{uri}?access_token={token}")), "query"),
        (
            TestRequest::get().uri(&format!("{uri}?access_token={token}")).insert_header(bearer.clone()),
            "query and header",
        ),
        (
            TestRequest::get().uri(&format!("{uri}?%61ccess_token={token}")).insert_header(bearer.clone()),
            "escaped query",
        ),
        (
            TestRequest::get().uri(&format!("{uri}?x=%ff&access_token={token}")).insert_header(bearer.clone()),
            "broken query",
        ),
        (TestRequest::post().uri(&uri).insert_header(form).set_payload(body.clone()), "body"),
        (
            TestRequest::post().uri(&uri).insert_header(form).set_payload(body).insert_header(bearer.clone()),
            "body and header",
        ),
        (TestRequest::get().uri(&uri).append_header(bearer.clone()).append_header(bearer.clone()), "two headers"),
        (TestRequest::get().uri(&uri).insert_header(("authorization", token.clone())), "no scheme"),
        (TestRequest::get().uri(&uri).insert_header(("authorization", format!("Basic {token}"))), "basic"),
        (TestRequest::get().uri(&uri).insert_header(("authorization", "Bearer ")), "empty"),
    ] {
        let answer = app.node().send(request).await;
        assert!([400, 401].contains(&answer.code()), "{what}: {answer:?}");
        assert!(answer.header("www-authenticate").starts_with("Bearer "), "{what}: {answer:?}");
    }
    let twice = format!("Bearer {token} {token}");
    assert_eq!(app.node().send(TestRequest::get().uri(&uri).insert_header(("authorization", twice))).await.code(), 401);
    assert_eq!(rp.user_info(&token).await.code(), 200);
}
