//! Statements that stand alone and come at once: on SQLite they share a commit, and each has its own answer.

use futures_util::future::{join_all, poll_immediate};
use vestibule::domain::grant::Grant;
use vestibule::storage::{Alone, Storage, StorageError};

use super::sample::{NOW, grant, settle, write};
use crate::support::database::each;

async fn add(storage: &Storage, grant: &Grant) -> Result<(), StorageError> {
    storage.alone(async |one: Alone<'_>| one.grants().add(grant).await).await
}

/// While a unit of work keeps the writer to itself, all others wait, and are then written together.
#[tokio::test]
async fn each_of_many_has_its_own_answer() {
    each(async |storage| {
        settle(&storage).await;
        let stored = grant(1);
        write(&storage, async |tx| tx.grants().add(&stored).await).await;
        let busy = storage.begin().await.unwrap();
        let grants: Vec<Grant> = (1..=20).map(grant).collect();
        let asked = join_all(grants.iter().map(|grant| add(&storage, grant)));
        let (answers, released) = tokio::join!(asked, async {
            tokio::task::yield_now().await;
            busy.commit().await
        });
        released.unwrap();
        let mut answers = answers.into_iter();
        assert!(matches!(answers.next(), Some(Err(StorageError::Conflict(_)))), "it was there before");
        for (answer, grant) in answers.zip(&grants[1..]) {
            answer.unwrap();
            assert!(storage.read().grants().find(grant.id).await.unwrap().is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn of_twenty_who_rotate_one_grant_at_once_one_does() {
    each(async |storage| {
        settle(&storage).await;
        let stored = grant(1);
        add(&storage, &stored).await.unwrap();
        let rotate = || storage.alone(async |one: Alone<'_>| one.grants().rotate(stored.id, 0, NOW).await);
        let told = join_all((0..20).map(|_| rotate())).await;
        assert_eq!(told.into_iter().filter(|told| *told.as_ref().unwrap()).count(), 1);
        let found = storage.read().grants().find(stored.id).await.unwrap().unwrap();
        assert_eq!(found.generation, 1);
        // Whoever rotates on from there is not one of them.
        assert!(storage.alone(async |one: Alone<'_>| one.grants().rotate(stored.id, 1, NOW).await).await.unwrap());
    })
    .await;
}

/// A client that hangs up takes nobody else's answer away.
#[tokio::test]
async fn who_stops_waiting_leaves_the_others_waiting() {
    each(async |storage| {
        settle(&storage).await;
        let grants: Vec<Grant> = (1..=3).map(grant).collect();
        let busy = storage.begin().await.unwrap();
        let dropped = poll_immediate(add(&storage, &grants[0])).await;
        // On PostgreSQL nobody waits for the one who is busy, and who is quick has an answer before they are dropped.
        assert!(dropped.is_none() || storage.url().starts_with("postgres"), "it waits, and is dropped");
        let others = join_all(grants[1..].iter().map(|grant| add(&storage, grant)));
        let (answers, released) = tokio::join!(others, async {
            tokio::task::yield_now().await;
            busy.commit().await
        });
        released.unwrap();
        answers.into_iter().for_each(Result::unwrap);
        for grant in &grants[1..] {
            assert!(storage.read().grants().find(grant.id).await.unwrap().is_some());
        }
        add(&storage, &grant(4)).await.unwrap();
    })
    .await;
}
