//! The audited facts as an operator has them: published, and kept for as long as was said.

use std::path::Path;
use std::sync::Arc;

use vestibule::domain::event::{EventName, reference};
use vestibule::jobs::Worker;
use vestibule::messaging::{Composer, Mailbox, Sender};
use vestibule::render::Catalog;

use crate::support::TestApp;

const DAY: i64 = 86_400;

fn worker(app: &TestApp, days: Option<u32>) -> Worker {
    let composer = Composer::new(Arc::new(Catalog::embedded().unwrap()));
    Worker::new(app.deps(), Sender::Memory(Mailbox::default()), composer).keeping_events(days)
}

#[actix_web::test]
async fn events_are_kept_for_as_many_days_as_was_said() {
    let app = TestApp::start().await;
    app.person("ada").await;
    let at_first = app.rows("events").await;
    assert!(at_first > 2);
    app.advance_secs(30 * DAY);
    app.add_public(&app.pool, |_| {}).await;
    worker(&app, Some(31)).run_due().await.unwrap();
    worker(&app, None).run_due().await.unwrap();
    assert_eq!(app.rows("events").await, at_first + 1);

    worker(&app, Some(29)).run_due().await.unwrap();
    assert_eq!(app.rows("events").await, 1);
    assert_eq!(app.events(EventName::ClientCreated).await, 1, "the younger one");
    app.advance_secs(36_500 * DAY);
    worker(&app, None).run_due().await.unwrap();
    assert_eq!(app.rows("events").await, 1, "for ever");
}

/// The page lists what there is, in the words of the code.
#[test]
fn the_reference_page_lists_every_event() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/events.md");
    let page = std::fs::read_to_string(path).unwrap();
    assert!(page.contains(&reference()), "docs/reference/events.md must contain these rows:\n{}", reference());
}
