//! `/logout` in normal use.

use crate::support::sample_settings::{CALLBACK, SIGNED_OUT};
use crate::support::{Browser, OAuthClient, TestApp, TokenSet};

async fn needs_sign_in(rp: &OAuthClient, browser: &mut Browser) -> bool {
    let silent = browser.get(&rp.request().with("prompt", "none").target()).await;
    match silent.redirected("error").as_str() {
        "" => false,
        error => {
            assert_eq!(error, "login_required");
            true
        }
    }
}

#[actix_web::test]
async fn it_ends_the_session_and_what_was_born_in_it() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let elsewhere = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    assert!(!needs_sign_in(&rp, &mut browser).await);

    let target = format!("/{}/logout?client_id={}&logout_uri={SIGNED_OUT}", app.pool.id, rp.id);
    let answer = browser.get(&target).await;
    assert_eq!((answer.code(), answer.location()), (303, Some(SIGNED_OUT)));
    assert!(needs_sign_in(&rp, &mut browser).await);
    rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    assert_eq!(rp.user_info(&tokens.access).await.code(), 401);
    // What the same person has in another browser lives on.
    assert_eq!(rp.refresh(&elsewhere.refresh).await.code(), 200);
}

#[actix_web::test]
async fn a_client_may_let_its_grants_outlive_the_session() {
    let app = TestApp::setup().client(|settings| settings.keeps_grants_at_logout = true).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id)).await;
    assert!(needs_sign_in(&rp, &mut browser).await);
    assert_eq!(rp.refresh(&tokens.refresh).await.code(), 200);
}

/// Each client says so for its own grants, whichever of them signs out (decision D12).
#[actix_web::test]
async fn what_outlives_the_session_is_each_clients_own_to_say() {
    let app = TestApp::start().await;
    let keeper = app.add_public(&app.pool, |settings| settings.keeps_grants_at_logout = true).await;
    let (ada, rp, other) = (app.person("ada").await, app.app_client(), app.oauth_client(&keeper));
    for signs_out in [&rp, &other] {
        let mut browser = app.browser();
        let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
        let code = other.code(&mut browser, &other.request()).await;
        let kept = TokenSet::of(&other.redeem(&code).await);
        browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", signs_out.id)).await;
        assert!(needs_sign_in(&rp, &mut browser).await);
        rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
        assert_eq!(other.refresh(&kept.refresh).await.code(), 200);
    }
}

/// The session itself is over and swept away by then; its grants are found all the same, also those from before the
/// person signed in again in the same browser.
#[actix_web::test]
async fn a_sign_out_days_after_the_session_ended_still_ends_its_grants() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let first = rp.sign_in(&app.client, &mut browser, &ada).await;
    app.advance_secs(25 * 3600);
    app.node().run_jobs().await;
    assert!(needs_sign_in(&rp, &mut browser).await);
    let second = rp.sign_in(&app.client, &mut browser, &ada).await;
    app.advance_secs(3 * 86_400);
    app.node().run_jobs().await;
    let refreshed = TokenSet::of(&rp.refresh(&first.refresh).await);
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id)).await;
    for token in [&refreshed.refresh, &second.refresh] {
        rp.refresh(token).await.assert_refused(400, "invalid_grant");
    }
    assert_eq!(app.rows("session_logins").await, 0);
}

#[actix_web::test]
async fn it_can_lead_back_to_the_sign_in_page() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let query = format!("client_id={}&redirect_uri={CALLBACK}&response_type=code&state=s1", rp.id);
    let answer = browser.get(&format!("/{}/logout?{query}", app.pool.id)).await;
    let location = answer.location().unwrap();
    assert!(location.starts_with(&format!("/{}/login?client_id={}", app.pool.id, rp.id)), "{location}");
    assert!(location.ends_with("&response_type=code&state=s1"), "{location}");
    assert!(needs_sign_in(&rp, &mut browser).await);
}

/// A session that has idled out, as most have by the time that somebody signs out of an app, still ends what was born in
/// it: the app's refresh token lives for a month.
#[actix_web::test]
async fn a_sign_out_after_the_session_idled_out_still_ends_its_grants() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    app.advance_secs(2 * 3600);
    let refreshed = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id)).await;
    rp.refresh(&refreshed.refresh).await.assert_refused(400, "invalid_grant");
    assert_eq!(rp.user_info(&refreshed.access).await.code(), 401);
}

#[actix_web::test]
async fn signing_out_twice_or_without_a_session_changes_nothing() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let tokens = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let target = format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", rp.id);
    let mut stranger = app.browser();
    for _ in 0..2 {
        assert_eq!(stranger.get(&target).await.location(), Some(SIGNED_OUT));
    }
    assert_eq!(rp.refresh(&tokens.refresh).await.code(), 200);
}
