//! `/oauth2/revoke` and `RevokeToken`: one family ends, on every node, and nothing else (decision D12, case 85).

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::json;
use vestibule::domain::event::EventName;

use crate::support::forms::encode;
use crate::support::{Answer, OAuthClient, TestApp, TokenSet};

async fn revoke(app: &TestApp, form: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
    let mut request = TestRequest::post()
        .uri(&format!("/{}/oauth2/revoke", app.pool.id))
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(encode(form.iter().copied()));
    for header in headers {
        request = request.append_header(*header);
    }
    app.node().send(request).await
}

#[track_caller]
fn is_done(answer: &Answer) {
    assert_eq!((answer.code(), answer.body.as_str()), (200, ""), "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
}

async fn lives(rp: &OAuthClient, tokens: &TokenSet) -> bool {
    rp.user_info(&tokens.access).await.code() == 200
}

#[actix_web::test]
async fn it_ends_one_family_on_every_node_and_leaves_the_rest() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let elsewhere = rp.clone().through(&app.second_node().await);
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let newest = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    let code = rp.code(&mut browser, &rp.request()).await;
    let other = TokenSet::of(&rp.redeem(&code).await);
    // Whichever generation is shown, and whatever the hint says it is.
    let form = [("token", tokens.refresh.as_str()), ("token_type_hint", "access_token"), ("client_id", rp.id.as_str())];
    is_done(&revoke(&app, &form, &[]).await);
    for rp in [&rp, &elsewhere] {
        assert!(!lives(rp, &tokens).await && !lives(rp, &newest).await);
        rp.refresh(&newest.refresh).await.assert_refused(400, "invalid_grant");
    }
    // The session and the person's other grants are not touched.
    assert!(lives(&rp, &other).await);
    assert_eq!(rp.refresh(&other.refresh).await.code(), 200);
    assert!(!rp.code(&mut browser, &rp.request().with("prompt", "none")).await.is_empty());
    // Again, or something that never was a token: nothing to do is no error (RFC 7009 §2.2).
    is_done(&revoke(&app, &form, &[]).await);
    is_done(&revoke(&app, &[("token", "never-was"), ("client_id", &rp.id)], &[]).await);
    assert_eq!(app.events(EventName::GrantRevoked).await, 1);
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}

/// Case 85.
#[actix_web::test]
async fn another_clients_token_is_not_touched() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let neighbour = app.add_public(&app.pool, |_| {}).await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.add_public(&other_pool, |_| {}).await;
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    is_done(&revoke(&app, &[("token", &tokens.refresh), ("client_id", neighbour.id.as_str())], &[]).await);
    // A client of another pool is not known below this one.
    let answer = revoke(&app, &[("token", &tokens.refresh), ("client_id", foreign.id.as_str())], &[]).await;
    answer.assert_refused(401, "invalid_client");
    for id in [&neighbour.id, &foreign.id] {
        let answer = app.anonymous().call("RevokeToken", &json!({ "Token": tokens.refresh, "ClientId": id })).await;
        assert_eq!(answer.code(), 200, "{answer:?}");
    }
    assert!(lives(&rp, &tokens).await);
    assert_eq!(rp.refresh(&tokens.refresh).await.code(), 200);
    assert_eq!(app.events(EventName::GrantRevoked).await, 0);
}

#[actix_web::test]
async fn a_confidential_client_shows_its_secret() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    let client = app.add_confidential(&app.pool, |_| {}).await;
    let rp = app.oauth_client(&client);
    let tokens = rp.sign_in(&client, &mut app.browser(), &ada).await;
    let form = [("token", tokens.refresh.as_str())];
    let named = [form[0], ("client_id", rp.id.as_str())];
    let wrong = "x".repeat(52);
    for answer in [
        revoke(&app, &named, &[]).await,
        revoke(&app, &[named[0], named[1], ("client_secret", &wrong)], &[]).await,
        revoke(&app, &form, &[("authorization", "Basic eDp5")]).await,
    ] {
        answer.assert_refused(401, "invalid_client");
        assert!(answer.header("www-authenticate").starts_with("Basic "));
    }
    let input = json!({ "Token": tokens.refresh, "ClientId": rp.id, "ClientSecret": wrong });
    app.anonymous().call("RevokeToken", &input).await.assert_exception("UnauthorizedException");
    assert!(lives(&rp, &tokens).await, "a refusal revoked");
    is_done(&revoke(&app, &form, &[("authorization", &rp.basic())]).await);
    assert!(!lives(&rp, &tokens).await);
}

/// `cognito.md` §1.8.
#[actix_web::test]
async fn what_is_no_refresh_token_or_no_request_is_refused() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let client = ("client_id", rp.id.as_str());
    for token in [&tokens.access, &tokens.id] {
        revoke(&app, &[("token", token), client], &[]).await.assert_refused(400, "unsupported_token_type");
        let input = json!({ "Token": token, "ClientId": rp.id });
        app.anonymous().call("RevokeToken", &input).await.assert_exception("UnsupportedTokenTypeException");
    }
    let token = ("token", tokens.refresh.as_str());
    for form in [&[client][..], &[("token", ""), client], &[token], &[token, token, client]] {
        revoke(&app, form, &[]).await.assert_refused(400, "invalid_request");
    }
    let query = format!("/oauth2/revoke?{}", encode([token, client]));
    let in_url = TestRequest::post().uri(&query).insert_header(("content-type", "application/x-www-form-urlencoded"));
    app.node().send(in_url).await.assert_refused(400, "invalid_request");
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        assert_eq!(app.node().send(TestRequest::with_uri(&query).method(method)).await.code(), 405);
    }
    assert!(lives(&rp, &tokens).await);
}

#[actix_web::test]
async fn a_client_without_revocation_is_told_so() {
    let app = TestApp::setup().client(|settings| settings.token_revocation = Some(false)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let answer = revoke(&app, &[("token", &tokens.refresh), ("client_id", &rp.id)], &[]).await;
    answer.assert_refused(400, "invalid_request");
    let input = json!({ "Token": tokens.refresh, "ClientId": rp.id });
    app.anonymous().call("RevokeToken", &input).await.assert_exception("UnsupportedOperationException");
    assert!(lives(&rp, &tokens).await);
}
