//! Refresh tokens: rotation, reuse, many at once (group F).

use futures_util::future::join_all;
use vestibule::domain::client::{ClientSettings, RefreshRotation};
use vestibule::domain::event::EventName;
use vestibule::flows::manage::clients::{self, ClientChange};

use crate::support::{OAuthClient, TestApp, TokenSet, sample, sample_settings};

fn rotates(grace_secs: i64) -> impl FnOnce(&mut ClientSettings) {
    move |settings| settings.rotation = Some(RefreshRotation { enabled: true, grace_secs })
}

async fn refreshed(rp: &OAuthClient, token: &str) -> TokenSet {
    TokenSet::of(&rp.refresh(token).await)
}

/// Case 59.
#[actix_web::test]
async fn the_grace_is_0_to_60_seconds() {
    let app = TestApp::start().await;
    for (secs, holds) in [(-1, false), (0, true), (60, true), (61, false), (i64::MAX, false)] {
        let mut settings = sample_settings::client();
        rotates(secs)(&mut settings);
        let made = clients::create(&app.deps(), &app.pool, "Grace".to_owned(), settings, false).await.unwrap();
        assert_eq!(matches!(made, ClientChange::Done(_)), holds, "{secs}");
    }
}

/// Cases 59, 60 and 64: after the grace whoever comes second ends it for both.
#[actix_web::test]
async fn a_replaced_token_after_the_grace_kills_the_family() {
    let app = TestApp::setup().client(rotates(10)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let first = rp.sign_in(&app.client, &mut browser, &ada).await;
    let other = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    // The thief was first.
    let thiefs = refreshed(&rp, &first.refresh).await;
    app.advance_secs(10);
    let second = app.second_node().await;
    rp.clone().through(&second).refresh(&first.refresh).await.assert_refused(400, "invalid_grant");
    rp.refresh(&thiefs.refresh).await.assert_refused(400, "invalid_grant");
    for tokens in [&first, &thiefs] {
        assert_eq!(rp.user_info(&tokens.access).await.code(), 401);
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, 1);
    refreshed(&rp, &other.refresh).await;
}

/// A grandparent inside the grace is no lost answer: its successor was used.
#[actix_web::test]
async fn a_token_replaced_twice_kills_the_family_at_once() {
    let app = TestApp::setup().client(rotates(60)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let first = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let second = refreshed(&rp, &first.refresh).await;
    let third = refreshed(&rp, &second.refresh).await;
    rp.refresh(&first.refresh).await.assert_refused(400, "invalid_grant");
    rp.refresh(&third.refresh).await.assert_refused(400, "invalid_grant");
}

/// Case 62: tabs that refresh at once.
#[actix_web::test]
async fn tabs_that_refresh_at_once_stay_signed_in() {
    let app = TestApp::setup().client(rotates(10)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let elsewhere = rp.clone().through(&app.second_node().await);
    let mut newest = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    for _ in 0..sample(5, 500) {
        let tries = (0..20).map(|n| if n % 2 == 0 { rp.refresh(&newest) } else { elsewhere.refresh(&newest) });
        let successors: Vec<String> = join_all(tries).await.iter().map(|answer| TokenSet::of(answer).refresh).collect();
        assert!(successors.iter().all(|token| *token == successors[0]), "one family");
        newest.clone_from(&successors[0]);
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}

/// Case 62 without a grace: one wins, and the losers of the same moment are no thieves.
#[actix_web::test]
async fn without_a_grace_one_tab_wins_and_the_family_lives() {
    let app = TestApp::setup().client(rotates(0)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let elsewhere = rp.clone().through(&app.second_node().await);
    let mut successor = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    for _ in 0..sample(2, 500) {
        let token = successor.clone();
        let tries = (0..20).map(|n| if n % 2 == 0 { rp.refresh(&token) } else { elsewhere.refresh(&token) });
        let answers = join_all(tries).await;
        let won: Vec<_> = answers.iter().filter(|answer| answer.code() == 200).collect();
        assert_eq!(won.len(), 1);
        successor = TokenSet::of(won[0]).refresh;
        // The next round is another moment, in which the one before would be a replay.
        app.advance_secs(2);
    }
    let next = refreshed(&rp, &successor).await;
    app.advance_secs(2);
    // Later it is a replay.
    rp.refresh(&successor).await.assert_refused(400, "invalid_grant");
    rp.refresh(&next.refresh).await.assert_refused(400, "invalid_grant");
}

/// Case 66.
#[actix_web::test]
async fn rotation_does_not_prolong_the_family() {
    let app = TestApp::setup().client(|settings| settings.lifetimes.refresh = Some(1)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let mut newest = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    for _ in 0..23 {
        app.advance_secs(3600);
        newest = refreshed(&rp, &newest).await.refresh;
    }
    app.advance_secs(3599);
    newest = refreshed(&rp, &newest).await.refresh;
    app.advance_secs(1);
    rp.refresh(&newest).await.assert_refused(400, "invalid_grant");
}

/// Case 67.
#[actix_web::test]
async fn a_refresh_token_is_its_clients_and_its_scopes() {
    let app = TestApp::start().await;
    let other_pool = app.add_pool("Others").await;
    let foreign = app.oauth_client(&app.add_public(&other_pool, |_| {}).await);
    let neighbour = app.oauth_client(&app.add_public(&app.pool, |_| {}).await);
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "openid email")).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    for scope in ["openid profile", "aws.cognito.signin.user.admin", "openid email x", "*"] {
        rp.refresh_with(&tokens.refresh, &[("scope", scope)]).await.assert_refused(400, "invalid_scope");
    }
    neighbour.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    foreign.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
    rp.clone().at_pool(other_pool.id.as_str()).refresh(&tokens.refresh).await.assert_refused(400, "invalid_client");
    let flipped = if tokens.refresh.ends_with('A') { "B" } else { "A" };
    let forged = format!("{}{flipped}", &tokens.refresh[..tokens.refresh.len() - 1]);
    for forged in [forged.as_str(), &tokens.access, &tokens.id, "", &"A".repeat(100_000)] {
        assert_eq!(rp.refresh(forged).await.code(), 400);
    }
    refreshed(&rp, &tokens.refresh).await;
}

/// A narrower scope narrows: `openid` alone releases everything (cognito.md §2.2) only where it was granted alone.
#[actix_web::test]
async fn less_scope_never_releases_more() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request().with("scope", "openid phone")).await;
    let tokens = TokenSet::of(&rp.redeem(&code).await);
    let narrow = TokenSet::of(&rp.refresh_with(&tokens.refresh, &[("scope", "openid")]).await);
    let id = rp.verify_id_token(&narrow.id).await;
    let info = rp.user_info(&narrow.access).await.json();
    for claim in ["email", "name"] {
        assert!(!id.contains_key(claim), "the ID token tells {claim}");
        assert!(info.get(claim).is_none(), "userInfo tells {claim}");
    }
    assert_eq!(info["sub"], ada.id.to_string());
}

/// A token that was replaced stays replaced when an admin switches rotation off.
#[actix_web::test]
async fn switching_rotation_off_revives_no_replaced_token() {
    let app = TestApp::setup().client(rotates(10)).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let first = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let second = refreshed(&rp, &first.refresh).await;
    let third = refreshed(&rp, &second.refresh).await;
    app.advance_secs(3600);
    let off = RefreshRotation { enabled: false, grace_secs: 0 };
    app.change_client(&app.client, |settings| settings.rotation = Some(off)).await;
    // The newest goes on, without being replaced.
    for _ in 0..2 {
        assert_eq!(refreshed(&rp, &third.refresh).await.refresh, "");
    }
    rp.refresh(&first.refresh).await.assert_refused(400, "invalid_grant");
}
