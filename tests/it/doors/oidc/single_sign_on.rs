//! One sign-in for all clients of a pool, and for no other pool.

use crate::support::sample_settings::SIGNED_OUT;
use crate::support::{TestApp, TokenSet};

#[actix_web::test]
async fn the_clients_of_a_pool_share_the_session() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let second = app.add_confidential(&app.pool, |_| {}).await;
    let other = app.oauth_client(&second);
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    app.advance_secs(30);
    let code = other.code(&mut browser, &other.request().with("prompt", "none")).await;
    let others = TokenSet::of(&other.redeem(&code).await);
    let (id, other_id) = (rp.verify_id_token(&tokens.id).await, other.verify_id_token(&others.id).await);
    assert_eq!((&id["sub"], &id["auth_time"]), (&other_id["sub"], &other_id["auth_time"]));
    assert_ne!(id["origin_jti"], other_id["origin_jti"]);

    // One signs out of the session, not of the client.
    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", other.id)).await;
    rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    other.refresh(&others.refresh).await.assert_refused(400, "invalid_grant");
}

#[actix_web::test]
async fn pools_share_nothing_in_the_same_browser() {
    let app = TestApp::start().await;
    let pool = app.add_pool("Others").await;
    let client = app.add_public(&pool, |_| {}).await;
    let (rp, other) = (app.app_client(), app.oauth_client(&client));
    let (ada, namesake, mut browser) = (app.person("ada").await, app.person_in(&pool, "ada").await, app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let silent = browser.get(&other.request().with("prompt", "none").target()).await;
    assert_eq!(silent.redirected("error"), "login_required");

    // Both at once: each pool sees its own.
    let others = other.sign_in(&client, &mut browser, &namesake).await;
    assert_eq!(other.verify_id_token(&others.id).await["sub"], namesake.id.to_string());
    let code = rp.code(&mut browser, &rp.request().with("prompt", "none")).await;
    assert_eq!(rp.verify_id_token(&TokenSet::of(&rp.redeem(&code).await).id).await["sub"], ada.id.to_string());

    browser.get(&format!("/logout?client_id={}&logout_uri={SIGNED_OUT}", other.id)).await;
    other.refresh(&others.refresh).await.assert_refused(400, "invalid_grant");
    assert_eq!(rp.refresh(&tokens.refresh).await.code(), 200);
    assert_eq!(browser.get(&rp.request().with("prompt", "none").target()).await.redirected("error"), "");
}
