//! Signing keys rotate in four phases, which all nodes read off the database.

use std::collections::{BTreeSet, VecDeque};

use serde_json::{Value, json};
use vestibule::domain::access_key::Role;
use vestibule::domain::event::EventName;
use vestibule::domain::pool::PoolId;
use vestibule::domain::signing_key::{ANNOUNCED_SECS, JWKS_MAX_AGE_SECS, KeyUse, RETIRED_SECS};
use vestibule::flows::Deps;
use vestibule::flows::manage::signing_keys::{self, Rotation, RotationOutcome};
use vestibule::flows::manage::{access_keys, pools};

use crate::support::{TestApp, tokens};

async fn rotate(deps: &Deps, pool: &PoolId, rotation: Rotation) {
    let outcome = signing_keys::rotate(deps, pool, rotation).await.unwrap();
    assert!(matches!(outcome, RotationOutcome::Done(_)), "{outcome:?}");
}

fn kids(jwks: &Value) -> BTreeSet<String> {
    jwks["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

/// Lesson L15, `t_rotation_with_stale_jwks_client_never_fails`, and case 101: a resource server that keeps the published
/// keys as long as it may verifies every token over the whole rotation, whichever node issued it.
#[actix_web::test]
async fn a_receiver_with_old_published_keys_never_fails() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let person = app.person("ada").await;
    let rp = app.app_client();
    let nodes = [rp.clone(), rp.clone().through(&other)];
    let first = rp.sign_in(&app.client, &mut app.browser(), &person).await;
    let before = kids(&rp.jwks().await);

    let step = 150;
    // What receivers hold: sets that were fetched up to max-age ago, from either node.
    let mut held: VecDeque<Value> = VecDeque::new();
    let mut signed = BTreeSet::new();
    let mut refresh = first.refresh.clone();
    for number in 0..12 {
        if number == 2 {
            rotate(&app.deps(), &app.pool.id, Rotation::Announced).await;
        }
        held.push_back(nodes[number % 2].jwks().await);
        if held.len() > usize::try_from(JWKS_MAX_AGE_SECS / step).unwrap() + 1 {
            held.pop_front();
        }
        let issued = nodes[(number + 1) % 2].refresh(&refresh).await.json();
        if let Some(successor) = issued["refresh_token"].as_str() {
            successor.clone_into(&mut refresh);
        }
        for member in ["id_token", "access_token"] {
            let token = issued[member].as_str().unwrap();
            for jwks in &held {
                tokens::verify(token, jwks, &rp.issuer());
            }
            signed.insert(tokens::kid(token));
        }
        app.advance_secs(step);
    }
    assert_eq!(signed.len(), 4, "two keys before, two after");
    let after = kids(&rp.jwks().await);
    assert!(before.is_subset(&after) && after == signed, "the retired keys are still published");
}

/// Case 101: what an old key signed holds to its end, and the key goes with the last of it.
#[actix_web::test]
async fn a_retired_key_verifies_until_the_longest_token_is_over_and_is_then_gone() {
    let app = TestApp::setup()
        .client(|client| {
            client.lifetimes.access = Some(24);
            client.lifetimes.id = Some(24);
        })
        .start()
        .await;
    let other = app.second_node().await;
    let person = app.person("ada").await;
    let rp = app.app_client();
    let before = kids(&rp.jwks().await);
    rotate(&app.deps(), &app.pool.id, Rotation::Announced).await;
    app.advance_secs(ANNOUNCED_SECS - 1);
    let last = rp.sign_in(&app.client, &mut app.browser(), &person).await;
    assert!(before.contains(&tokens::kid(&last.access)), "the old key signs to the end of its phase");
    app.advance_secs(24 * 3600 - 1);
    for node in [rp.clone(), rp.clone().through(&other)] {
        assert_eq!(node.user_info(&last.access).await.code(), 200);
        assert_eq!(node.jwks().await["keys"].as_array().unwrap().len(), 4);
    }
    app.advance_secs(RETIRED_SECS - 24 * 3600 + 2);
    let left = kids(&rp.clone().through(&other).jwks().await);
    assert!(left.is_disjoint(&before) && left.len() == 2, "{left:?}");
    assert_eq!(rp.user_info(&last.access).await.code(), 401);
    app.node().run_jobs().await;
    assert_eq!(app.rows("signing_keys").await, 2, "nothing is kept of a key that is gone");
}

/// Lesson L15, `t_two_nodes_never_sign_with_unannounced_key`: also the node that had its keys in memory before.
#[actix_web::test]
async fn no_node_signs_with_a_key_that_receivers_could_not_have() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let nodes = [app.deps(), other.deps().clone()];
    let mut published_since = std::collections::BTreeMap::new();
    let mut switched = BTreeSet::new();
    for second in 0..(ANNOUNCED_SECS + 20) {
        if second == 5 {
            rotate(&app.deps(), &app.pool.id, Rotation::Announced).await;
        }
        for deps in &nodes {
            for key in deps.keys.of(&app.pool.id).await.unwrap() {
                published_since.entry(key.key.kid().to_owned()).or_insert(second);
            }
            for use_ in [KeyUse::Id, KeyUse::Access] {
                let kid = deps.keys.signing(&app.pool.id, use_).await.unwrap().key.kid().to_owned();
                let since = published_since[&kid];
                assert!(since == 0 || second - since >= JWKS_MAX_AGE_SECS, "{kid} at {second}, published at {since}");
                if since > 0 {
                    switched.insert(second);
                }
            }
        }
        app.advance_secs(1);
    }
    assert_eq!(switched.first(), Some(&(5 + ANNOUNCED_SECS)), "both at the same moment");
}

/// Case 102: a stolen key is worth nothing on any node within seconds; people stay signed in under the new one.
#[actix_web::test]
async fn withdrawn_keys_are_worth_nothing_anywhere_and_refresh_tokens_go_on() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let person = app.person("ada").await;
    let rp = app.app_client();
    let elsewhere = rp.clone().through(&other);
    let stolen = rp.sign_in(&app.client, &mut app.browser(), &person).await;
    let before = kids(&rp.jwks().await);
    assert_eq!(elsewhere.user_info(&stolen.access).await.code(), 200);

    rotate(&app.deps(), &app.pool.id, Rotation::Now).await;
    assert_eq!(rp.user_info(&stolen.access).await.code(), 401, "here at once");
    app.advance_secs(1);
    for node in [&rp, &elsewhere] {
        assert_eq!(node.user_info(&stolen.access).await.code(), 401);
        assert!(kids(&node.jwks().await).is_disjoint(&before));
        let fresh = node.refresh(&stolen.refresh).await;
        assert_eq!(fresh.code(), 200, "{fresh:?}");
        let access = fresh.json()["access_token"].as_str().unwrap().to_owned();
        assert_eq!(node.user_info(&access).await.code(), 200);
    }
    assert_eq!(app.events(EventName::SigningKeysRotated).await, 1);
}

#[actix_web::test]
async fn a_second_rotation_waits_for_the_first_and_changes_nothing() {
    let app = TestApp::start().await;
    let (deps, pool) = (app.deps(), &app.pool.id);
    rotate(&deps, pool, Rotation::Announced).await;
    let keys = signing_keys::list(&deps, pool).await.unwrap().unwrap();
    let again = signing_keys::rotate(&deps, pool, Rotation::Announced).await.unwrap();
    let at = keys.iter().map(|key| key.times.signs_at).max().unwrap();
    assert!(matches!(again, RotationOutcome::UnderWay(signs_at) if signs_at == at), "{again:?}");
    assert_eq!(signing_keys::list(&deps, pool).await.unwrap().unwrap(), keys);
    assert_eq!(app.events(EventName::SigningKeysRotated).await, 1);
    app.advance_secs(ANNOUNCED_SECS);
    rotate(&deps, pool, Rotation::Announced).await;
}

#[actix_web::test]
async fn keys_rotate_by_themselves_where_the_pool_says_so_and_nowhere_else() {
    let app = TestApp::start().await;
    let count = async || app.rows("signing_keys").await;
    app.advance_secs(400 * 24 * 3600);
    app.node().run_jobs().await;
    assert_eq!(count().await, 2, "off by default");
    let deps = app.deps();
    let set = pools::update(&deps, &app.pool.id, |pool| {
        pool.settings.signing_key_rotation_days = Some(90);
        Ok::<(), ()>(())
    });
    set.await.unwrap().unwrap();
    app.node().run_jobs().await;
    assert_eq!(count().await, 4);
    app.advance_secs(89 * 24 * 3600);
    app.node().run_jobs().await;
    assert_eq!(count().await, 2, "the old ones are gone, the new ones not due");
}

/// The API: what it shows, what it refuses, and who may.
#[actix_web::test]
async fn an_admin_lists_and_rotates_keys_through_the_api() {
    let app = TestApp::start().await;
    let admin = app.aws_sdk(&access_keys::create(&app.deps(), Role::Admin, None).await.unwrap());
    let reader = app.aws_sdk(&access_keys::create(&app.deps(), Role::ReadOnly, None).await.unwrap());
    let input = json!({ "UserPoolId": app.pool.id.as_str() });
    let list = async || reader.call_target("VestibuleService.ListSigningKeys", &input).await.json();
    let before = list().await;
    assert_eq!(before["SigningKeys"].as_array().unwrap().len(), 2);
    assert!(before["SigningKeys"].as_array().unwrap().iter().all(|key| key["Phase"] == "signing"), "{before}");

    let rotate = "VestibuleService.RotateSigningKeys";
    assert_eq!(reader.call_target(rotate, &input).await.code(), 400, "a reader may not");
    let absent = json!({ "UserPoolId": "xx-local-1_ABSENT123" });
    assert_eq!(admin.call_target(rotate, &absent).await.code(), 400);
    assert_eq!(list().await, before);

    let done = admin.call_target(rotate, &input).await.json();
    let phases: Vec<&str> =
        done["SigningKeys"].as_array().unwrap().iter().map(|key| key["Phase"].as_str().unwrap()).collect();
    assert_eq!(phases.iter().filter(|phase| **phase == "announced").count(), 2, "{done}");
    assert_eq!(list().await, done);
    let again = admin.call_target(rotate, &input).await;
    assert!(again.code() == 400 && again.body.contains("under way"), "{again:?}");
    let at_once = json!({ "UserPoolId": app.pool.id.as_str(), "Immediately": true });
    assert_eq!(admin.call_target(rotate, &at_once).await.code(), 200);
    assert!(!list().await.to_string().contains("announced"));
    let days = json!({ "UserPoolId": app.pool.id.as_str(), "SigningKeyRotationDays": 90 });
    let set = admin.call_target("VestibuleService.UpdateUserPoolSettings", &days).await.json();
    assert_eq!(set["SigningKeyRotationDays"], 90);
    let settings = reader.call_target("VestibuleService.DescribeUserPoolSettings", &input).await.json();
    assert_eq!(settings, set);
}
