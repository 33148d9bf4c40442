//! What a request may ask of the session: `prompt`, `max_age`, `id_token_hint`, `login_hint`.

use crate::support::{Answer, AuthorizationRequest, Browser, TestApp};

async fn leads_to_sign_in(browser: &mut Browser, request: &AuthorizationRequest) -> bool {
    let answer: Answer = browser.get(&request.target()).await;
    let location = answer.location().unwrap();
    if location.starts_with('/') {
        assert!(location.split('?').next().unwrap().ends_with("/login"), "{location}");
        // The page is given the whole request: it is the state (DESIGN.md §5).
        assert_eq!(location.split_once('?').unwrap().1, request.query());
        return true;
    }
    assert!(!answer.redirected("code").is_empty(), "{answer:?}");
    false
}

#[actix_web::test]
async fn without_a_session_one_signs_in() {
    let app = TestApp::start().await;
    let (rp, mut browser) = (app.app_client(), app.browser());
    for extra in [("lang", "en"), ("login_hint", "ada"), ("prompt", "login"), ("prompt", "consent"), ("max_age", "60")]
    {
        assert!(leads_to_sign_in(&mut browser, &rp.request().with(extra.0, extra.1)).await);
    }
    let silent = browser.get(&rp.request().with("prompt", "none").target()).await;
    assert_eq!((silent.redirected("error"), silent.redirected("state")), ("login_required".into(), "state-1".into()));
}

#[actix_web::test]
async fn with_a_session_prompt_decides() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    for (prompt, asks) in
        [("none", false), ("consent", false), ("login", true), ("select_account", true), ("login consent", true)]
    {
        assert_eq!(leads_to_sign_in(&mut browser, &rp.request().with("prompt", prompt)).await, asks, "{prompt}");
    }
    assert!(!leads_to_sign_in(&mut browser, &rp.request()).await);
}

#[actix_web::test]
async fn max_age_counts_from_the_proof() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let request = rp.request().with("max_age", "100");
    app.advance_secs(100);
    assert!(!leads_to_sign_in(&mut browser, &request).await);
    app.advance_secs(1);
    assert!(leads_to_sign_in(&mut browser, &request).await);
    let silent = browser.get(&request.with("prompt", "none").target()).await;
    assert_eq!(silent.redirected("error"), "login_required");
    // Signing in again makes it young.
    browser.sign_in(&app.client, &ada).await;
    assert!(!leads_to_sign_in(&mut browser, &rp.request().with("max_age", "100")).await);
}

#[actix_web::test]
async fn an_id_token_hint_asks_for_its_own_subject() {
    let app = TestApp::start().await;
    let (ada, bob, rp) = (app.person("ada").await, app.person("bob").await, app.app_client());
    let (mut adas, mut bobs) = (app.browser(), app.browser());
    let ada_tokens = rp.sign_in(&app.client, &mut adas, &ada).await;
    rp.sign_in(&app.client, &mut bobs, &bob).await;
    // The ID token's own time does not matter (OpenID Connect Core §3.1.2.1); the session's does, and it is kept in use.
    for _ in 0..3 {
        app.advance_secs(3000);
        rp.code(&mut adas, &rp.request()).await;
        rp.code(&mut bobs, &rp.request()).await;
    }
    let request = rp.request().with("id_token_hint", &ada_tokens.id);
    assert!(!leads_to_sign_in(&mut adas, &request).await);
    assert!(leads_to_sign_in(&mut bobs, &request).await);
}
