//! Where the key ring was missing, a start made a new one beside what the old one had sealed, and seemed to run (case 249).

use std::sync::Arc;

use sea_orm::ConnectionTrait as _;
use vestibule::app::{Limits, Parts, assemble};
use vestibule::crypto::hashing::HashingParams;
use vestibule::crypto::signing::KeySource;
use vestibule::domain::clock::ManualClock;
use vestibule::domain::random::SeededRandom;
use vestibule::flows::time::Follows;
use vestibule::storage::Database;

use crate::support::TestApp;
use crate::support::node::PUBLIC_URL;

async fn start(app: &TestApp, database: Database) -> anyhow::Result<()> {
    let parts = Parts {
        database,
        master_key: app.master_key(),
        clock: Arc::new(ManualClock::new(app.now())),
        follows: Follows::Nothing,
        random: Arc::new(SeededRandom::new(99)),
        hashing: HashingParams::weak_for_tests(),
        breached: vestibule::flows::BreachedPasswords::default(),
        addresses: vestibule::flows::risk::Addresses::default(),
        key_source: KeySource::Fresh,
        public_url: PUBLIC_URL.parse().unwrap(),
        region: "xx-local-1".to_owned(),
        limits: Limits::default(),
        reach: vestibule::outbound::Reach::default(),
    };
    assemble(parts).await.map(drop)
}

#[actix_web::test]
async fn a_start_refuses_what_a_missing_ring_sealed() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let database = app.deps().storage.database().clone();
    start(&app, database.clone()).await.unwrap();
    let rows = database.ring_keys().await.unwrap();

    let raw = app.raw().await;
    raw.execute_unprepared("DELETE FROM ring_keys").await.unwrap();
    let refused = start(&app, database.clone()).await.unwrap_err().to_string();
    assert!(refused.contains("no key ring") && refused.contains("restore ring_keys"), "{refused}");
    assert!(database.ring_keys().await.unwrap().is_empty(), "and makes none");

    for row in &rows {
        assert!(database.add_ring_key(row).await.unwrap());
    }
    start(&app, database).await.unwrap();
    raw.close().await.unwrap();
}

#[actix_web::test]
async fn an_empty_database_still_gets_a_ring() {
    let app = TestApp::start().await;
    let (database, _place) = crate::support::database::empty().await;
    start(&app, database.clone()).await.unwrap();
    assert_eq!(database.ring_keys().await.unwrap().len(), 1);
}
