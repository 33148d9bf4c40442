//! More passwords than the server can hash: refused at once, with a time to come back, at every door, and nothing of the
//! attempt is counted.

use std::time::Duration;

use futures_util::poll;
use serde_json::{Value, json};

use vestibule::crypto::hashing::HashingParams;
use vestibule::domain::secret::Secret;

use super::world::{World, sign_up};
use super::{done, exception, password_sign_in, tokens, with};
use crate::support::PASSWORD;
use crate::support::node::Node;

/// One worker for which nobody may wait, and hashes that take it longer than the requests of a test.
fn one_slow_worker() -> HashingParams {
    let params = HashingParams::production(128 * 1024, 60).unwrap();
    params.with_workers(1).unwrap().with_max_wait(Duration::ZERO)
}

/// Runs `test` while the only worker of `node` hashes something else.
async fn while_hashing(node: &Node, test: impl AsyncFnOnce()) {
    let hasher = node.deps().hasher.clone();
    let password = Secret::from(PASSWORD);
    let mut occupied = Box::pin(hasher.hash("another pool", &password));
    assert!(poll!(&mut occupied).is_pending());
    test().await;
    assert!(poll!(&mut occupied).is_pending(), "the worker was free again before the test was over");
}

/// Every operation that hashes, with a request that would succeed.
async fn calls(world: &World) -> Vec<(&'static str, Value)> {
    let side = &world.ours;
    let known = world.person(side).await.username;
    let forgetful = world.person(side).await.username;
    let of = |username: &str| json!({ "ClientId": side.client_id(), "Username": username });
    done(&world.anonymous.call("ForgotPassword", &of(&forgetful)).await);
    let code = world.mailed_code(&forgetful).await;
    let admin = json!({ "UserPoolId": side.pool_id(), "Username": known });
    let invited = world.fresh_name();
    let invitation = with(with(admin.clone(), "Username", invited.as_str()), "MessageAction", "SUPPRESS");
    vec![
        ("SignUp", sign_up(side, &world.fresh_name())),
        ("InitiateAuth", password_sign_in(&side.client, &known, PASSWORD)),
        ("ConfirmForgotPassword", with(with(of(&forgetful), "ConfirmationCode", code), "Password", PASSWORD)),
        ("AdminCreateUser", invitation),
        ("AdminSetUserPassword", with(with(admin, "Password", PASSWORD), "Permanent", true)),
    ]
}

#[actix_web::test]
async fn a_full_house_is_told_as_such_and_counts_nothing() {
    let world = World::start().await;
    let node = world.app.hashing_node(one_slow_worker()).await;
    let calls = calls(&world).await;
    let (reader, admin) = (world.anonymous.clone().through(&node), world.admin.clone().through(&node));
    while_hashing(&node, async || {
        for (operation, input) in &calls {
            let before = world.app.state_but(&["attempts", "codes"]).await;
            let sdk = if operation.starts_with("Admin") { &admin } else { &reader };
            let answer = sdk.call(operation, input).await;
            assert_eq!(exception(&answer), "TooManyRequestsException", "{operation}: {answer:?}");
            assert_eq!(answer.json()["message"], "Rate exceeded");
            let secs: u64 = answer.header("retry-after").parse().unwrap();
            assert!((1..=600).contains(&secs), "{secs}");
            assert_eq!(world.app.state_but(&["attempts", "codes"]).await, before, "{operation}");
        }
    })
    .await;
    // The same requests where there is room.
    for (operation, input) in &calls {
        let sdk = if operation.starts_with("Admin") { &world.admin } else { &world.anonymous };
        done(&sdk.call(operation, input).await);
    }
}

/// An attempt that was never tried is no failure: twenty of them lock nobody out.
#[actix_web::test]
async fn attempts_that_were_not_tried_lock_nobody_out() {
    let world = World::start().await;
    let ada = world.person(&world.ours).await.username;
    let node = world.app.hashing_node(one_slow_worker()).await;
    let shed = world.anonymous.clone().through(&node);
    let before = world.app.state_but(&[]).await;
    while_hashing(&node, async || {
        for username in [ada.as_str(), "nobody"] {
            for _ in 0..10 {
                let input = password_sign_in(&world.ours.client, username, "not the password");
                assert_eq!(exception(&shed.call("InitiateAuth", &input).await), "TooManyRequestsException");
            }
        }
    })
    .await;
    assert_eq!(world.app.state_but(&[]).await, before);
    tokens(&world.anonymous, &world.ours.client, &ada).await;
}

/// At the pages it is a page, with the same advice in a header.
#[actix_web::test]
async fn a_page_says_so_too() {
    let world = World::start().await;
    let ada = world.person(&world.ours).await;
    let node = world.app.hashing_node(one_slow_worker()).await;
    while_hashing(&node, async || {
        let mut browser = world.app.browser().through(&node);
        let page = browser.try_sign_in(&world.ours.client, &ada.username, PASSWORD).await;
        let shown = page.shown();
        assert_eq!(shown.code(), 503, "{shown:?}");
        assert!(shown.body.contains("A lot of people are signing in"), "{shown:?}");
        let secs: u64 = shown.header("retry-after").parse().unwrap();
        assert!((1..=600).contains(&secs), "{secs}");
        assert!(shown.body.contains(shown.header("x-request-id")));
        assert_eq!(browser.session(), None);
    })
    .await;
    world.app.browser().sign_in(&world.ours.client, &ada).await;
}
