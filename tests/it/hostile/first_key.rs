//! The first administrator (case 211): no key that everybody knows, and one that can be taken away.

use serde_json::json;
use vestibule::domain::access_key::Role;
use vestibule::domain::event::EventName;
use vestibule::domain::secret::Secret;
use vestibule::flows::manage::access_keys;

use crate::support::TestApp;

const COMPOSE: &str = include_str!("../../../docker-compose.yml");

/// What is shipped asks for its secrets; the database that nobody but the server reaches apart.
#[test]
fn the_shipped_composition_has_no_secret_of_its_own() {
    for name in ["VESTIBULE_MASTER_KEY", "VESTIBULE_BOOTSTRAP_SECRET_ACCESS_KEY"] {
        let lines: Vec<&str> = COMPOSE.lines().filter(|line| line.trim().starts_with(&format!("{name}:"))).collect();
        let [line] = lines.as_slice() else { panic!("{name}: {lines:?}") };
        assert!(line.contains(&format!("{name}: ${{{name}:?")), "{line}");
    }
}

#[actix_web::test]
async fn a_deleted_key_is_dead_at_once_on_every_node() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    let secret = Secret::from("first-secret-first-secret-first-secret-0");
    assert!(access_keys::bootstrap(&app.deps(), "AKIAFIRSTFIRSTFIRST1", &secret).await.unwrap());
    let first = access_keys::find(&app.deps(), "AKIAFIRSTFIRSTFIRST1").await.unwrap().unwrap();
    let own = access_keys::create(&app.deps(), Role::Admin, None).await.unwrap();
    let list = json!({ "MaxResults": 1 });
    let nodes = [app.node(), other];
    for node in &nodes {
        assert_eq!(app.aws_sdk(&first).through(node).call("ListUserPools", &list).await.code(), 200);
    }
    assert!(access_keys::delete(&app.deps(), "AKIAFIRSTFIRSTFIRST1").await.unwrap());
    assert!(!access_keys::delete(&app.deps(), "AKIAFIRSTFIRSTFIRST1").await.unwrap(), "once");
    for node in &nodes {
        let refused = app.aws_sdk(&first).through(node).call("ListUserPools", &list).await;
        assert_eq!(refused.code(), 400, "{refused:?}");
        assert_eq!(app.aws_sdk(&own).through(node).call("ListUserPools", &list).await.code(), 200);
    }
    assert!(
        !access_keys::bootstrap(&app.deps(), "AKIAFIRSTFIRSTFIRST1", &secret).await.unwrap(),
        "nor does it come back"
    );
    let events = app.deps().storage.read().events().list_global(100).await.unwrap();
    assert_eq!(events.iter().filter(|event| event.name == EventName::AccessKeyDeleted).count(), 1);
}
