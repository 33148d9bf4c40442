//! Single statements run on connections that stay at hand: what is given up spoils none of them, and none is lost.

use futures_util::future::{join_all, poll_immediate};
use vestibule::domain::grant::Grant;
use vestibule::storage::{Alone, Storage, StorageError};

use super::sample::{NOW, grant, settle, write};
use crate::support::database::each;

/// More than there are connections.
const MANY: usize = 40;

#[tokio::test]
async fn more_readers_than_connections_wait_for_one() {
    each(async |storage| {
        settle(&storage).await;
        let stored = grant(1);
        write(&storage, async |tx| tx.grants().add(&stored).await).await;
        let read = || async { storage.read().grants().find(stored.id).await };
        for found in join_all((0..MANY).map(|_| read())).await {
            assert_eq!(found.unwrap().map(|grant| grant.id), Some(stored.id));
        }
    })
    .await;
}

/// People leave while they are waited on: a connection that is in the middle of somebody's answer is nobody's next.
#[tokio::test]
async fn reads_that_are_given_up_take_no_connection_with_them() {
    each(async |storage| {
        settle(&storage).await;
        let grants: Vec<Grant> = (1..=2).map(grant).collect();
        for grant in &grants {
            write(&storage, async |tx| tx.grants().add(grant).await).await;
        }
        for _ in 0..MANY {
            // Begun and dropped.
            let _answer = poll_immediate(storage.read().grants().find(grants[0].id)).await;
            let found = storage.read().grants().find(grants[1].id).await.unwrap();
            assert_eq!(found.map(|grant| grant.id), Some(grants[1].id), "an answer of its own");
        }
    })
    .await;
}

/// A statement that fails closes its connection: the next has another, and the turn to write is not lost.
#[tokio::test]
async fn writes_that_fail_keep_nobody_from_writing() {
    async fn add(storage: &Storage, grant: &Grant) -> Result<(), StorageError> {
        storage.alone(async |one: Alone<'_>| one.grants().add(grant).await).await
    }
    each(async |storage| {
        settle(&storage).await;
        let stored = grant(1);
        add(&storage, &stored).await.unwrap();
        for number in 2..10 {
            let refused = add(&storage, &stored).await.unwrap_err();
            assert!(matches!(refused, StorageError::Conflict(_)), "{refused:?}");
            add(&storage, &grant(number)).await.unwrap();
            write(&storage, async |tx| tx.grants().add(&grant(100 + number)).await).await;
        }
        assert!(storage.alone(async |one: Alone<'_>| one.grants().rotate(stored.id, 0, NOW).await).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn what_is_closed_is_out_of_reach() {
    each(async |storage| {
        settle(&storage).await;
        storage.read().grants().find(grant(1).id).await.unwrap();
        storage.database().close().await.unwrap();
        let read = storage.read().grants().find(grant(1).id).await.unwrap_err();
        let written = storage.alone(async |one: Alone<'_>| one.grants().add(&grant(1)).await).await.unwrap_err();
        let begun = storage.begin().await.map(|_tx| ()).unwrap_err();
        for error in [read, written, begun] {
            assert!(error.is_unavailable(), "{error:?}");
        }
    })
    .await;
}
