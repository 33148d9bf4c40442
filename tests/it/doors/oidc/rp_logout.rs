//! OpenID Connect RP-Initiated Logout 1.0 at the `end_session_endpoint`, module by module of the conformance suite.

use actix_web::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::support::browser::{From, Page};
use crate::support::forms::encode;
use crate::support::sample_settings::{CALLBACK, SIGNED_OUT};
use crate::support::{Browser, OAuthClient, TestApp, TokenSet};

async fn is_signed_in(rp: &OAuthClient, browser: &mut Browser) -> bool {
    browser.get(&rp.request().with("prompt", "none").target()).await.redirected("error").is_empty()
}

fn end_session(app: &TestApp, parameters: &[(&str, &str)]) -> String {
    format!("/{}/logout?{}", app.pool.id, encode(parameters.iter().copied()))
}

async fn say_yes(browser: &mut Browser, page: &Page) -> Page {
    assert!(page.url.path().ends_with("/signOut"), "nobody was asked: {}", page.url);
    browser.submit(page, &page.form("/signOut")).await
}

#[actix_web::test]
async fn a_hint_of_the_person_signed_in_signs_out_and_returns_with_the_state() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    for (state, place) in [(Some("s 1&"), format!("{SIGNED_OUT}?state=s+1%26")), (None, SIGNED_OUT.to_owned())] {
        let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
        // An ID token that has run out is a hint all the same.
        app.advance_secs(3601);
        let mut parameters = vec![("id_token_hint", tokens.id.as_str()), ("post_logout_redirect_uri", SIGNED_OUT)];
        parameters.extend(state.map(|state| ("state", state)));
        let answer = browser.get(&end_session(&app, &parameters)).await;
        assert_eq!((answer.code(), answer.location()), (303, Some(place.as_str())));
        assert!(!is_signed_in(&rp, &mut browser).await);
        rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    }
}

#[actix_web::test]
async fn it_works_at_the_root_and_by_post() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let form = encode([("id_token_hint", tokens.id.as_str()), ("post_logout_redirect_uri", SIGNED_OUT)]);
    let posted = browser.request(Method::POST, "/logout", Some(form), From::OtherSite).await;
    assert!(is_signed_in(&rp, &mut browser).await, "a POST of another site brings no cookie");
    assert_eq!(posted.code(), 303);
    assert_eq!(browser.get(posted.location().unwrap()).await.location(), Some(SIGNED_OUT));
    assert!(!is_signed_in(&rp, &mut browser).await);
}

/// Without a hint, and with somebody else's, the person is asked; only a yes ends anything (case 88).
#[actix_web::test]
async fn without_a_hint_of_the_person_they_are_asked() {
    let app = TestApp::start().await;
    let (ada, bob, rp) = (app.person("ada").await, app.person("bob").await, app.app_client());
    let bobs = rp.sign_in(&app.client, &mut app.browser(), &bob).await;
    let returning = [("post_logout_redirect_uri", SIGNED_OUT), ("state", "s1")];
    for (parameters, returns) in [
        (vec![], false),
        (vec![("state", "s1")], false),
        (vec![("client_id", rp.id.as_str())], false),
        // A URL that no client vouches for is not followed.
        (returning.to_vec(), false),
        ([&returning[..], &[("client_id", rp.id.as_str())]].concat(), true),
        ([&returning[..], &[("id_token_hint", bobs.id.as_str())]].concat(), true),
    ] {
        let mut browser = app.browser();
        let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
        let page = browser.open(&end_session(&app, &parameters)).await;
        assert!(page.shown().body.contains("ada"), "the page says who");
        assert!(is_signed_in(&rp, &mut browser).await, "{parameters:?} ended the session");
        assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
        let done = say_yes(&mut browser, &page).await;
        if returns {
            assert_eq!(done.url.as_str(), format!("{SIGNED_OUT}?state=s1"));
        } else {
            assert!(done.url.path().ends_with("/signedOut"), "{}", done.url);
            assert_eq!(done.shown().code(), 200);
        }
        assert!(!is_signed_in(&rp, &mut browser).await);
        rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
        // Where nobody is signed in there is nothing to ask.
        let again = browser.open(&end_session(&app, &parameters)).await;
        assert_eq!(again.url.as_str(), done.url.as_str());
    }
    assert_eq!(rp.user_info(&bobs.access).await.code(), 200, "a hint ends nothing of its own");
}

/// Cases 87 and 89.
#[actix_web::test]
async fn what_does_not_hold_leads_nowhere_and_ends_nothing() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign_client = app.add_public(&other_pool, |_| {}).await;
    let neighbour = app.add_public(&app.pool, |_| {}).await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let namesake = app.person_in(&other_pool, "ada").await;
    let foreign = app.oauth_client(&foreign_client).sign_in(&foreign_client, &mut app.browser(), &namesake).await;
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let uri = ("post_logout_redirect_uri", SIGNED_OUT);
    let hint = ("id_token_hint", tokens.id.as_str());
    let changed = format!("{}A", &tokens.id[..tokens.id.len() - 1]);
    let unsigned = without_signature(&tokens);
    for bad in [
        &[hint, ("post_logout_redirect_uri", "https://evil.test/bye")][..],
        &[hint, ("post_logout_redirect_uri", &format!("{SIGNED_OUT}?x=1"))],
        &[hint, ("post_logout_redirect_uri", CALLBACK)],
        &[hint, ("post_logout_redirect_uri", "")],
        &[hint, uri, uri],
        &[hint, hint, uri],
        &[hint, uri, ("client_id", neighbour.id.as_str())],
        &[hint, uri, ("client_id", "nobody")],
        &[("id_token_hint", &changed), uri],
        &[("id_token_hint", &unsigned), uri],
        &[("id_token_hint", &tokens.access), uri],
        &[("id_token_hint", &foreign.id), uri],
        &[("id_token_hint", "x"), uri],
    ] {
        let answer = browser.get(&end_session(&app, bad)).await;
        assert_eq!(answer.location(), None, "{bad:?}");
        answer.assert_error_page();
        browser.get(&end_session(&app, bad).replace("/logout?", "/signOut?")).await.assert_error_page();
    }
    assert!(is_signed_in(&rp, &mut browser).await);
    assert_eq!(rp.user_info(&tokens.access).await.code(), 200);
    let answer = browser.get(&end_session(&app, &[hint, uri, ("client_id", rp.id.as_str())])).await;
    assert_eq!(answer.location(), Some(SIGNED_OUT));
}

/// The ID token with `alg: none` and no signature.
fn without_signature(tokens: &TokenSet) -> String {
    let header: Value = json!({ "alg": "none" });
    let claims = tokens.id.split('.').nth(1).unwrap();
    format!("{}.{claims}.", URL_SAFE_NO_PAD.encode(header.to_string()))
}

/// Cases 110 and 111 for this form: it is the browser's, the session's, and the page's own.
#[actix_web::test]
async fn a_forged_yes_signs_nobody_out() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let mut stranger = app.browser();
    stranger.sign_in(&app.client, &ada).await;
    let page = browser.open(&end_session(&app, &[])).await;
    let theirs = stranger.open(&end_session(&app, &[])).await;
    let form = page.form("/signOut");
    let foreign = theirs.form("/signOut").get("_csrf").unwrap().to_owned();
    for value in ["", "x", foreign.as_str()] {
        let answer = browser.submit(&page, &form.clone().fill("_csrf", value)).await;
        assert_eq!(answer.shown().code(), 403, "{value}");
    }
    let mut cross_site = browser.clone().with_header("Sec-Fetch-Site", "cross-site");
    assert_eq!(cross_site.submit(&page, &form).await.shown().code(), 403);
    assert!(is_signed_in(&rp, &mut browser).await);
    app.advance_secs(3599);
    assert!(browser.submit(&page, &form).await.url.path().ends_with("/signedOut"), "the honest form still works");
    assert!(!is_signed_in(&rp, &mut browser).await);
}
