//! The outbox: leases, retries, and erasure at the end.

use vestibule::domain::clock::Micros;
use vestibule::storage::{OutboxMessage, OutboxState};

use super::sample::{NOW, pool_id, settle, uuid, write};
use crate::support::database::{TestDatabase, each};

fn message(number: u128) -> OutboxMessage {
    OutboxMessage {
        id: uuid(number),
        pool: pool_id(),
        event: "sign_up".to_owned(),
        recipient: "ada@example.com".to_owned(),
        payload: b"code 123456".to_vec(),
        attempts: 0,
        next_attempt_at: NOW,
        lease_until: None,
        created_at: NOW,
        expires_at: NOW.plus_secs(3600),
        state: OutboxState::Queued,
        last_error: String::new(),
    }
}

async fn claim(storage: &TestDatabase, now: Micros, limit: u64) -> Vec<u128> {
    let claimed = write(storage, async |tx| tx.outbox().claim(now, 60, limit).await).await;
    claimed.iter().map(|message| message.id.as_u128()).collect()
}

async fn queue(storage: &TestDatabase, count: u128) {
    settle(storage).await;
    write(storage, async |tx| {
        for number in 1..=count {
            tx.outbox().add(&message(number)).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn workers_never_share_a_message_and_a_lost_lease_comes_back() {
    each(async |storage| {
        queue(&storage, 10).await;
        let workers = (0..20).map(|_| claim(&storage, NOW, 1));
        let mut claimed: Vec<u128> = futures_util::future::join_all(workers).await.into_iter().flatten().collect();
        // Whoever looked at the same moment may leave with nothing; nobody leaves with another's.
        while let [next] = claim(&storage, NOW, 1).await[..] {
            claimed.push(next);
        }
        claimed.sort_unstable();
        assert_eq!(claimed, (1..=10).collect::<Vec<_>>());
        assert_eq!(claim(&storage, NOW.plus_secs(59), 9).await, []);
        assert_eq!(claim(&storage, NOW.plus_secs(60), 99).await.len(), 10, "the leases ran out");
        assert_eq!(storage.read().outbox().pending().await.unwrap(), 10);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_read_back_whole_and_erased_at_its_end() {
    each(async |storage| {
        queue(&storage, 3).await;
        let claimed = write(&storage, async |tx| tx.outbox().claim(NOW, 60, 9).await).await;
        let expected = OutboxMessage { lease_until: Some(NOW.plus_secs(60)), ..message(1) };
        assert!(claimed.contains(&expected));
        let later = NOW.plus_secs(5);
        write(&storage, async |tx| {
            tx.outbox().delivered(uuid(1), NOW).await?;
            tx.outbox().retry_at(uuid(2), 1, later, "451 later").await?;
            tx.outbox().park(uuid(3), "550 nobody").await
        })
        .await;
        let find = async |number| storage.read().outbox().find(uuid(number)).await.unwrap().unwrap();
        let (delivered, retried, parked) = (find(1).await, find(2).await, find(3).await);
        assert_eq!((delivered.state, delivered.recipient.as_str()), (OutboxState::Delivered, ""));
        assert_eq!((delivered.payload.len(), parked.payload.len()), (0, 0));
        assert_eq!((parked.state, parked.last_error.as_str()), (OutboxState::Parked, "550 nobody"));
        assert_eq!((retried.attempts, retried.next_attempt_at, retried.payload), (1, later, message(2).payload));
        assert_eq!(storage.read().outbox().pending().await.unwrap(), 1);
        assert_eq!(claim(&storage, NOW, 9).await, [], "not yet");
        assert_eq!(claim(&storage, later, 9).await, [2]);
        let end = NOW.plus_secs(3600);
        assert_eq!(claim(&storage, end, 9).await, [], "too late to be delivered");
        // What is done stays done.
        write(&storage, async |tx| tx.outbox().retry_at(uuid(1), 1, NOW, "").await).await;
        assert_eq!(find(1).await.state, OutboxState::Delivered);
    })
    .await;
}
