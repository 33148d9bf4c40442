//! Signing out everywhere while tokens are refreshed on two nodes (L18).

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use serde_json::json;
use vestibule::domain::client::RefreshRotation;
use vestibule::domain::event::EventName;

use crate::support::{Answer, TestApp, TokenSet};

/// Grants that are refreshed at once, by eight tabs each.
const GRANTS: usize = 8;

/// No deadlock, no lost sign-out: whatever a refresh got at the last moment is dead with the rest.
#[actix_web::test]
async fn t_logout_all_while_64_refreshes() {
    let rotation = RefreshRotation { enabled: true, grace_secs: 10 };
    let app = TestApp::setup().client(|client| client.rotation = Some(rotation)).start().await;
    let (ada, bob, rp) = (app.person("ada").await, app.person("bob").await, app.app_client());
    let second = app.second_node().await;
    let nodes = [rp.clone(), rp.clone().through(&second)];
    let bobs = rp.sign_in(&app.client, &mut app.browser(), &bob).await;
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    let request = rp.request().with("scope", "openid aws.cognito.signin.user.admin");
    let mut held = Vec::new();
    for _ in 0..GRANTS {
        held.push(TokenSet::of(&rp.redeem(&rp.code(&mut browser, &request).await).await));
    }
    let everywhere = async {
        let input = json!({ "AccessToken": held[0].access });
        app.anonymous().through(&second).call("GlobalSignOut", &input).await
    };
    // The sign-out is in the middle of them.
    let refreshes = (0..64).map(|n| nodes[n % 2].refresh(&held[n % GRANTS].refresh).boxed_local());
    let mut all: Vec<_> = refreshes.collect();
    all.insert(32, everywhere.boxed_local());
    let mut answers: Vec<Answer> = join_all(all).await;
    let signed_out = answers.remove(32);
    assert_eq!(signed_out.code(), 200, "{signed_out:?}");
    for answer in &answers {
        if answer.code() == 200 {
            held.push(TokenSet::of(answer));
        } else {
            answer.assert_refused(400, "invalid_grant");
        }
    }
    for tokens in &held {
        for rp in &nodes {
            assert_eq!(rp.user_info(&tokens.access).await.code(), 401, "{} held", held.len());
            rp.refresh(&tokens.refresh).await.assert_refused(400, "invalid_grant");
        }
        let told = json!({ "AccessToken": tokens.access });
        assert_eq!(app.anonymous().call("GetUser", &told).await.code(), 400);
    }
    for mut browser in [browser.clone(), browser.through(&second)] {
        let silent = browser.get(&rp.request().with("prompt", "none").target()).await;
        assert_eq!(silent.redirected("error"), "login_required");
    }
    assert_eq!(app.events(EventName::SignedOutEverywhere).await, 1);
    assert_eq!(app.events(EventName::ReplayDetected).await, 0, "and none of it was taken for a theft");
    assert_eq!(rp.user_info(&bobs.access).await.code(), 200, "nobody else is concerned");
    TokenSet::of(&nodes[1].refresh(&bobs.refresh).await);
}
