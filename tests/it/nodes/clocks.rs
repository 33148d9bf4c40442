//! F22: a node whose machine's clock is wrong, or is set while it runs, agrees with the others on what is over.

use std::sync::Arc;

use serde_json::{Value, json};
use vestibule::domain::client::{ClientSettings, RefreshRotation};
use vestibule::domain::clock::ManualClock;
use vestibule::domain::event::EventName;

use crate::support::aws_sdk::AwsSdk;
use crate::support::node::Node;
use crate::support::{Answer, PASSWORD, TestApp, TokenSet, tokens};

/// Seconds by which a clock is wrong: set by hand, by a time zone, by a bad server, by an idle network.
const WRONG: [i64; 6] = [3600, -3600, 7200, -86_400, 5, -5];

fn rotates(settings: &mut ClientSettings) {
    settings.rotation = Some(RefreshRotation { enabled: true, grace_secs: 10 });
}

/// Time passes on both machines.
fn pass(app: &TestApp, own: &ManualClock, secs: i64) {
    app.advance_secs(secs);
    own.advance_secs(secs);
}

/// A node that ran well until its machine's clock was set wrong; it has looked at the others' since.
async fn set_wrong(app: &TestApp, secs: i64) -> (Node, Arc<ManualClock>) {
    let own = app.clock_ahead_by(0);
    let node = app.node_with_clock(own.clone()).await;
    node.run_jobs().await;
    own.advance_secs(secs);
    node.run_jobs().await;
    (node, own)
}

async fn guess(app: &TestApp, sdk: &AwsSdk, password: &str) -> Answer {
    let parameters = json!({ "USERNAME": "ada", "PASSWORD": password });
    let input =
        json!({ "ClientId": app.client.id.as_str(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    sdk.call("InitiateAuth", &input).await
}

#[actix_web::test]
async fn a_clock_that_was_wrong_from_the_start_or_is_set_later_is_put_right() {
    let app = TestApp::start().await;
    for secs in WRONG {
        let (node, own) = set_wrong(&app, secs).await;
        assert_eq!(node.deps().now(), app.now(), "{secs}");
        own.advance_secs(-2 * secs);
        node.run_jobs().await;
        assert_eq!(node.deps().now(), app.now(), "{secs}, and back");
        let late = app.node_with_clock(app.clock_ahead_by(secs)).await;
        late.run_jobs().await;
        assert_eq!(late.deps().now(), app.now(), "{secs}, from the start");
    }
}

/// No expired value is accepted, and what is not over is.
#[actix_web::test]
async fn a_code_is_over_at_the_same_moment_on_a_node_whose_clock_is_wrong() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    for secs in WRONG {
        let (node, own) = set_wrong(&app, secs).await;
        let elsewhere = rp.clone().through(&node);
        let (early, late) = (rp.code(&mut browser, &rp.request()).await, rp.code(&mut browser, &rp.request()).await);
        pass(&app, &own, 59);
        assert_eq!(elsewhere.redeem(&early).await.code(), 200, "{secs}");
        pass(&app, &own, 1);
        elsewhere.redeem(&late).await.assert_refused(400, "invalid_grant");
    }
}

/// Nobody is signed out by it: sessions, families in their grace, and what the clean-up leaves.
#[actix_web::test]
async fn nobody_is_signed_out_by_a_node_whose_clock_is_wrong() {
    let app = TestApp::setup().client(rotates).start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    for secs in WRONG {
        let mut browser = app.browser();
        let first = rp.sign_in(&app.client, &mut browser, &ada).await;
        let second = TokenSet::of(&rp.refresh(&first.refresh).await);
        let sessions = app.rows("session_logins").await;
        let (node, own) = set_wrong(&app, secs).await;
        assert_eq!(app.rows("session_logins").await, sessions, "{secs}");
        pass(&app, &own, 9);
        let elsewhere = rp.clone().through(&node);
        assert_eq!(TokenSet::of(&elsewhere.refresh(&first.refresh).await).refresh, second.refresh, "{secs}");
        assert_eq!(elsewhere.user_info(&second.access).await.code(), 200, "{secs}");
        let mut browser = browser.through(&node);
        let code = elsewhere.code(&mut browser, &elsewhere.request()).await;
        assert_eq!(rp.redeem(&code).await.code(), 200, "{secs}");
        pass(&app, &own, 2);
        elsewhere.refresh(&first.refresh).await.assert_refused(400, "invalid_grant");
        app.advance_secs(60);
    }
    assert_eq!(app.events(EventName::ReplayDetected).await, WRONG.len());
}

/// Locks begin and end at the same moment everywhere.
#[actix_web::test]
async fn a_lock_ends_on_a_node_whose_clock_is_wrong() {
    let app = TestApp::start().await;
    app.person("ada").await;
    for secs in WRONG {
        let (node, own) = set_wrong(&app, secs).await;
        let (here, there) = (app.anonymous(), app.anonymous().through(&node));
        for _ in 0..5 {
            assert_eq!(guess(&app, &there, "wrong").await.code(), 400);
        }
        for sdk in [&here, &there] {
            assert_eq!(guess(&app, sdk, PASSWORD).await.json()["message"], "Password attempts exceeded", "{secs}");
        }
        pass(&app, &own, 1);
        assert_eq!(guess(&app, &there, PASSWORD).await.code(), 200, "{secs}");
        pass(&app, &own, 3600);
    }
}

/// A verifier that is half a minute behind takes them: nothing in a token says "not yet".
#[actix_web::test]
async fn tokens_of_a_node_whose_clock_is_wrong_are_of_now() {
    let app = TestApp::start().await;
    let ada = app.person("ada").await;
    for secs in WRONG {
        let (node, _) = set_wrong(&app, secs).await;
        let rp = app.app_client().through(&node);
        let mut browser = app.browser().through(&node);
        let given = rp.sign_in(&app.client, &mut browser, &ada).await;
        for token in [&given.access, &given.id] {
            let claims = tokens::claims(token);
            assert!(!claims.contains_key("nbf"), "{secs}");
            for name in ["iat", "auth_time"] {
                assert_eq!(claims.get(name).and_then(Value::as_i64), Some(app.now().secs()), "{secs}: {name}");
            }
        }
    }
}

/// Before a node has looked, it is at most as wrong as its clock: what was over before that is over.
#[actix_web::test]
async fn five_seconds_behind_take_nothing_that_is_over_for_five_seconds() {
    let app = TestApp::start().await;
    let (ada, rp) = (app.person("ada").await, app.app_client());
    let mut browser = app.browser();
    browser.sign_in(&app.client, &ada).await;
    let own = app.clock_ahead_by(-5);
    let node = app.node_with_clock(own.clone()).await;
    let code = rp.code(&mut browser, &rp.request()).await;
    pass(&app, &own, 65);
    rp.clone().through(&node).redeem(&code).await.assert_refused(400, "invalid_grant");
}
