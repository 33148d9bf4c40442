//! Lesson L1: rotation over tabs, nodes, restarts and lost answers.

use futures_util::future::join_all;
use vestibule::domain::client::{ClientSettings, RefreshRotation};
use vestibule::domain::event::EventName;

use crate::support::oauth_client::challenge;
use crate::support::{TestApp, TokenSet};

fn rotates(settings: &mut ClientSettings) {
    settings.rotation = Some(RefreshRotation { enabled: true, grace_secs: 10 });
}

/// 64 at once, half of them on each node: one family, one successor, no error.
#[actix_web::test]
async fn t_refresh_race_64_parallel_two_nodes() {
    let app = TestApp::setup().client(rotates).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let elsewhere = rp.clone().through(&app.second_node().await);
    let token = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    let tries = (0..64).map(|n| if n % 2 == 0 { rp.refresh(&token) } else { elsewhere.refresh(&token) });
    let successors: Vec<String> = join_all(tries).await.iter().map(|answer| TokenSet::of(answer).refresh).collect();
    assert!(successors.iter().all(|successor| *successor == successors[0] && *successor != token));
    assert_eq!(elsewhere.refresh(&successors[0]).await.code(), 200);
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}

/// 20 tabs over two nodes for an hour, each with the newest token that it heard of: nobody is ever signed out.
#[actix_web::test]
async fn t_twenty_tabs_over_two_nodes_never_sign_a_person_out() {
    let app = TestApp::setup().client(rotates).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let nodes = [rp.clone(), rp.clone().through(&app.second_node().await)];
    let mut newest = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    for round in 0..12 {
        let answers = join_all((0..20).map(|tab| nodes[(tab + round) % 2].refresh(&newest))).await;
        // The last tab to hear of it comes while the window is open.
        app.advance_secs(9);
        let late = TokenSet::of(&nodes[round % 2].refresh(&newest).await).refresh;
        assert!(answers.iter().all(|answer| TokenSet::of(answer).refresh == late), "round {round}");
        newest = late;
        app.advance_secs(291);
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, 0);
}

/// The answer never arrived (a dropped connection, a restart): asking again inside the window gives the same successor,
/// on whichever node, and the successor works.
#[actix_web::test]
async fn t_refresh_response_lost_then_retry() {
    let app = TestApp::setup().client(rotates).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let token = rp.sign_in(&app.client, &mut app.browser(), &ada).await.refresh;
    let lost = TokenSet::of(&rp.refresh(&token).await).refresh;
    app.restart().await;
    let again = rp.clone().through(&app.node());
    app.advance_secs(5);
    assert_eq!(TokenSet::of(&again.refresh(&token).await).refresh, lost);
    let elsewhere = rp.clone().through(&app.second_node().await);
    assert_eq!(TokenSet::of(&elsewhere.refresh(&token).await).refresh, lost);
    assert_eq!(again.refresh(&lost).await.code(), 200);
}

#[actix_web::test]
async fn t_refresh_grandparent_replay_revokes_family() {
    let app = TestApp::setup().client(rotates).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let elsewhere = rp.clone().through(&app.second_node().await);
    let first = rp.sign_in(&app.client, &mut app.browser(), &ada).await;
    let second = TokenSet::of(&rp.refresh(&first.refresh).await);
    let third = TokenSet::of(&elsewhere.refresh(&second.refresh).await);
    elsewhere.refresh(&first.refresh).await.assert_refused(400, "invalid_grant");
    for token in [&second, &third] {
        rp.refresh(&token.refresh).await.assert_refused(400, "invalid_grant");
        assert_eq!(rp.user_info(&token.access).await.code(), 401);
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, 1);
}

/// A refused refresh says nothing to the browser's cookies: another tab's session is none of its business.
#[actix_web::test]
async fn t_refresh_loser_keeps_cookies() {
    let none = RefreshRotation { enabled: true, grace_secs: 0 };
    let app = TestApp::setup().client(|settings| settings.rotation = Some(none)).start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let token = rp.sign_in(&app.client, &mut browser, &ada).await.refresh;
    let answers = join_all((0..20).map(|_| rp.refresh(&token))).await;
    assert_eq!(answers.iter().filter(|answer| answer.code() == 200).count(), 1);
    for answer in answers.iter().filter(|answer| answer.code() != 200) {
        answer.assert_refused(400, "invalid_grant");
        assert!(!answer.headers.contains_key("set-cookie"), "{answer:?}");
    }
    assert!(!rp.code(&mut browser, &rp.request().with("prompt", "none")).await.is_empty());
}

/// Case 39, with wrong verifiers among the right ones: one success at most, and a code that was tried wrongly is burned.
#[actix_web::test]
async fn fifty_redemptions_over_two_nodes_have_one_success() {
    let app = TestApp::start().await;
    let (ada, rp, mut browser) = (app.person("ada").await, app.app_client(), app.browser());
    let nodes = [rp.clone(), rp.clone().through(&app.second_node().await)];
    browser.sign_in(&app.client, &ada).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    let answers = join_all((0..50).map(|n| nodes[n % 2].redeem(&code))).await;
    let won: Vec<_> = answers.iter().filter(|answer| answer.code() == 200).collect();
    assert_eq!(won.len(), 1);
    // A replay among them killed what the code bought (case 38).
    let bought = TokenSet::of(won[0]);
    for rp in &nodes {
        assert_eq!(rp.user_info(&bought.access).await.code(), 401);
    }
    let foreign = rp.code(&mut browser, &rp.request().with("code_challenge", &challenge(&"v".repeat(43)))).await;
    let answers = join_all((0..50).map(|n| nodes[n % 2].redeem(&foreign))).await;
    assert!(answers.iter().all(|answer| answer.error() == "invalid_grant"));
}
