//! RSA keys made ahead of need.

use std::sync::Arc;

use vestibule::crypto::signing::KeySource;
use vestibule::flows::Deps;
use vestibule::flows::manage::signing_keys::{self, Rotation, RotationOutcome};
use vestibule::jobs::Worker;
use vestibule::messaging::{Composer, Mailbox, Sender};
use vestibule::render::Catalog;

use crate::support::TestApp;

#[actix_web::test]
async fn a_rotation_takes_spare_keys_and_the_job_makes_new_ones() {
    let app = TestApp::start().await;
    let deps = Deps { key_source: Arc::new(KeySource::Fresh), ..app.deps() };
    let composer = Composer::new(Arc::new(Catalog::embedded().unwrap()));
    let worker = Worker::new(deps.clone(), Sender::Memory(Mailbox::default()), composer);
    worker.run_due().await.unwrap();
    assert_eq!(app.rows("spare_keys").await, 4);
    let stored = app.dump(&["spare_keys"]).await;
    let rotated = signing_keys::rotate(&deps, &app.pool.id, Rotation::Announced).await.unwrap();
    let RotationOutcome::Done(keys) = rotated else { panic!("{rotated:?}") };
    let new: Vec<_> = keys.iter().filter(|key| key.times.signs_at > app.now()).collect();
    assert_eq!(new.len(), 2);
    assert!(new.iter().all(|key| stored.contains(&key.kid)), "made ahead of need");
    assert_eq!(app.rows("spare_keys").await, 2, "each is taken once");
    assert_ne!(new[0].kid, new[1].kid);
    worker.run_due().await.unwrap();
    assert_eq!(app.rows("spare_keys").await, 4);
}
