//! Mail that had just left held SQLite's one writing connection while its worker waited for that connection to claim more:
//! every write was refused for five seconds.

use futures_util::future::join;
use tokio::sync::watch;
use uuid::Uuid;
use vestibule::storage::{OutboxMessage, OutboxState, StorageError};

use crate::support::app::TestApp;

/// More than the worker claims at a time, so that it claims while others are under way.
const MAILS: u128 = 60;

#[actix_web::test]
async fn writes_go_on_while_much_mail_is_sent() {
    let app = TestApp::start().await;
    let deps = app.deps();
    let queued = |number: u128| OutboxMessage {
        id: Uuid::from_u128(number),
        pool: app.pool.id.clone(),
        event: "sign_up".to_owned(),
        recipient: format!("someone@{number}.example"),
        // Ends as unreadable: what counts here is that the end of each is a write.
        payload: b"{}".to_vec(),
        attempts: 0,
        next_attempt_at: app.now(),
        lease_until: None,
        created_at: app.now(),
        expires_at: app.now().plus_secs(3600),
        state: OutboxState::Queued,
        last_error: String::new(),
    };
    let queue = async |numbers: std::ops::Range<u128>| {
        deps.storage
            .unit(async |tx| {
                for number in numbers.clone() {
                    tx.outbox().add(&queued(number)).await?;
                }
                Ok::<_, StorageError>(())
            })
            .await
    };
    queue(1..MAILS).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let write = async {
        let mut next = MAILS;
        while next < 2 * MAILS || deps.storage.read().outbox().pending().await.unwrap() > 0 {
            let count = u128::from(next < 2 * MAILS);
            queue(next..next + count).await.expect("a write beside the mail");
            next += count;
        }
        stop.send(true).unwrap();
    };
    join(app.node().run_worker(stopped), write).await;
    let last = deps.storage.read().outbox().find(Uuid::from_u128(2 * MAILS - 1)).await.unwrap().unwrap();
    assert_eq!(last.state, OutboxState::Parked);
}
