//! Refresh tokens in normal use.

use vestibule::domain::client::{AuthFlow, RefreshRotation};

use crate::support::{TestApp, TokenSet, tokens};

#[actix_web::test]
async fn each_refresh_replaces_the_token_where_rotation_is_on() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let first = rp.sign_in(&app.client, &mut browser, &ada).await;
    let mut newest = first.clone();
    for _ in 0..5 {
        app.advance_secs(1000);
        let next = TokenSet::of(&rp.refresh(&newest.refresh).await);
        assert_ne!(next.refresh, newest.refresh);
        newest = next;
    }
    // The first one is over by now; only its claims are of interest.
    let (before, after) = (tokens::claims(&first.id), rp.verify_id_token(&newest.id).await);
    // OpenID Connect Core §12.2: the same person, signed in at the same moment; the nonce was the first answer's.
    for claim in ["sub", "auth_time", "amr", "origin_jti", "cognito:username"] {
        assert_eq!(before[claim], after[claim], "{claim}");
    }
    assert!(!after.contains_key("nonce"));
    assert_eq!(after["iat"].as_i64().unwrap() - before["iat"].as_i64().unwrap(), 5000);
}

#[actix_web::test]
async fn without_rotation_the_token_stays_and_is_not_repeated() {
    let flows = [AuthFlow::AllowRefreshTokenAuth].into();
    let app = TestApp::setup().client(|settings| settings.auth_flows = Some(flows)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    for _ in 0..3 {
        app.advance_secs(86_400);
        let answer = rp.refresh(&tokens.refresh).await;
        assert!(answer.json().get("refresh_token").is_none(), "{answer:?}");
        rp.verify_id_token(&TokenSet::of(&answer).id).await;
    }
}

#[actix_web::test]
async fn within_the_grace_a_lost_answer_is_given_again() {
    let rotation = RefreshRotation { enabled: true, grace_secs: 60 };
    let app = TestApp::setup().client(|settings| settings.rotation = Some(rotation)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let successor = TokenSet::of(&rp.refresh(&tokens.refresh).await).refresh;
    app.advance_secs(59);
    assert_eq!(TokenSet::of(&rp.refresh(&tokens.refresh).await).refresh, successor);
    let other = app.second_node().await;
    assert_eq!(TokenSet::of(&rp.clone().through(&other).refresh(&tokens.refresh).await).refresh, successor);
    assert_eq!(rp.refresh(&successor).await.code(), 200);
}

#[actix_web::test]
async fn a_refresh_may_ask_for_less() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    let answer = rp.refresh_with(&tokens.refresh, &[("scope", "openid email")]).await;
    assert_eq!(answer.json()["scope"], "openid email");
    let narrow = TokenSet::of(&answer);
    assert_eq!(rp.verify_access_token(&narrow.access).await["scope"], "openid email");
    let info = rp.user_info(&narrow.access).await.json();
    assert_eq!((info.get("email").is_some(), info.get("name").is_some()), (true, false));
    // The next one may have all of it again: the grant is what it was.
    let answer = rp.refresh(&narrow.refresh).await;
    assert_eq!(answer.json()["scope"], "openid email profile", "none was asked for, so it is told which were given");
    let again = TokenSet::of(&answer);
    assert_eq!(rp.verify_access_token(&again.access).await["scope"], "openid email profile");
}

#[actix_web::test]
async fn refreshed_tokens_show_what_the_account_is_now() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let tokens = rp.sign_in(&app.client, &mut browser, &ada).await;
    // The flow behind AdminUpdateUserAttributes.
    let changes = [("name".to_owned(), "Ada Lovelace".to_owned())].into();
    vestibule::flows::manage::users::update_attributes(&app.deps(), &app.pool, "ada", changes).await.unwrap();
    let next = TokenSet::of(&rp.refresh(&tokens.refresh).await);
    assert_eq!(rp.verify_id_token(&next.id).await["name"], "Ada Lovelace");
}
