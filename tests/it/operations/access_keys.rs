//! Access keys as the operator sees them: listed without their secrets, and taken away at once and for good.

use serde_json::json;
use vestibule::domain::access_key::{AccessKey, Role};
use vestibule::domain::event::{Event, EventName};
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::flows::manage::access_keys;

use crate::support::TestApp;

async fn ids(app: &TestApp) -> Vec<String> {
    let listed = access_keys::list(&app.deps(), None, 100).await.unwrap();
    listed.into_iter().map(|key| key.id.0).collect()
}

/// What was told of keys that were taken away.
async fn deletions(app: &TestApp) -> Vec<Event> {
    let events = app.deps().storage.read().events().list_global(100).await.unwrap();
    events.into_iter().filter(|event| event.name == EventName::AccessKeyDeleted).collect()
}

#[actix_web::test]
async fn keys_are_listed_in_pages_and_without_their_secrets() {
    let app = TestApp::start().await;
    let deps = app.deps();
    assert_eq!(ids(&app).await, Vec::<String>::new());
    let of_all = access_keys::create(&deps, Role::Admin, None).await.unwrap();
    let bound = access_keys::create(&deps, Role::Operator, Some(app.pool.id.clone())).await.unwrap();
    let mut expected = [&of_all, &bound];
    expected.sort_by(|one, other| one.id.0.cmp(&other.id.0));

    let first = access_keys::list(&deps, None, 1).await.unwrap();
    let second = access_keys::list(&deps, Some(&first[0].id.0), 1).await.unwrap();
    assert!(access_keys::list(&deps, Some(&second[0].id.0), 1).await.unwrap().is_empty());
    for (listed, AccessKey { id, secret, role, pool, created_at }) in first.iter().chain(&second).zip(expected) {
        assert_eq!((&listed.id, listed.role, &listed.pool, listed.created_at), (id, *role, pool, *created_at));
        assert!(!format!("{listed:?}").contains(secret.expose_secret()));
    }
}

/// A key that leaked is worth nothing from the moment on, on every node; the one beside it goes on.
#[actix_web::test]
async fn a_key_that_is_taken_away_is_refused_at_once_everywhere() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let deps = app.deps();
    let leaked = access_keys::create(&deps, Role::Admin, None).await.unwrap();
    let kept = access_keys::create(&deps, Role::Admin, None).await.unwrap();
    let input = json!({ "MaxResults": 1 });
    for node in [&app.node(), &other] {
        assert_eq!(app.aws_sdk(&leaked).through(node).call("ListUserPools", &input).await.code(), 200);
    }

    assert!(access_keys::delete(&deps, &leaked.id.0).await.unwrap());
    for node in [&app.node(), &other] {
        let refused = app.aws_sdk(&leaked).through(node).call("ListUserPools", &input).await;
        assert_eq!(refused.json()["__type"], "InvalidSignatureException", "{refused:?}");
        assert_eq!(app.aws_sdk(&kept).through(node).call("ListUserPools", &input).await.code(), 200);
    }
    assert_eq!(ids(&app).await, [kept.id.0]);
    let told = deletions(&app).await;
    assert_eq!(told.iter().map(|event| &event.detail).collect::<Vec<_>>(), [&json!({ "access_key_id": leaked.id.0 })]);
}

#[actix_web::test]
async fn taking_away_a_key_that_is_not_there_says_so_and_writes_nothing() {
    let app = TestApp::start().await;
    let kept = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let before = app.state_but(&[]).await;
    for id in ["AKIAUNKNOWNUNKNOWN00", "", "AKIA\0", "' OR 1=1"] {
        assert!(!access_keys::delete(&app.deps(), id).await.unwrap(), "{id}");
    }
    assert_eq!(app.state_but(&[]).await, before);
    assert!(access_keys::delete(&app.deps(), &kept.id.0).await.unwrap());
    assert!(!access_keys::delete(&app.deps(), &kept.id.0).await.unwrap(), "once is enough");
    assert_eq!(deletions(&app).await.len(), 1);
}
