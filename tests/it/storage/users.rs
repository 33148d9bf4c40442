//! Users: unique folded names, versions, and names that follow the user.

use vestibule::domain::identifier::IdentifierKind;
use vestibule::domain::pool::PoolId;
use vestibule::domain::user::{User, UserStatus};
use vestibule::storage::{StorageError, UserWrite};

use super::sample::{NOW, pool, pool_id, settings, settle, user, user_id, write};
use crate::support::database::{TestDatabase, each};

async fn add(storage: &TestDatabase, user: &User) -> UserWrite {
    write(storage, async |tx| tx.users().add(user, &settings()).await).await
}

async fn save(storage: &TestDatabase, user: &User, version: i64) -> UserWrite {
    write(storage, async |tx| tx.users().save(user, version, &settings()).await).await
}

async fn who(storage: &TestDatabase, name: &str) -> Option<u128> {
    let found = storage.read().users().find_by_identifier(&pool_id(), name).await.unwrap();
    found.map(|user| user.id.0.as_u128())
}

fn verified(mut user: User, email: &str) -> User {
    user.attributes.insert("email".to_owned(), email.to_owned());
    user.attributes.insert("email_verified".to_owned(), "true".to_owned());
    user
}

#[tokio::test]
async fn a_name_that_folds_to_another_s_is_taken() {
    each(async |storage| {
        settle(&storage).await;
        let taken = UserWrite::Conflict(IdentifierKind::Username);
        assert_eq!(add(&storage, &user(2, "ADA")).await, taken);
        assert_eq!(add(&storage, &user(2, "ａｄａ")).await, taken);
        assert!(storage.read().users().find(&pool_id(), user_id(2)).await.unwrap().is_none(), "nothing was written");
        assert_eq!(add(&storage, &user(2, "Grace")).await, UserWrite::Done);
        assert_eq!((who(&storage, "ada").await, who(&storage, "grace").await), (Some(1), Some(2)));
        assert_eq!(who(&storage, "Ada").await, None, "looked up folded only");
        assert_eq!(who(&storage, "ada\0").await, None);

        // In another pool the name is free.
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        write(&storage, async |tx| tx.pools().add(&pool(other.clone())).await).await;
        assert_eq!(add(&storage, &User { pool: other.clone(), ..user(1, "Ada") }).await, UserWrite::Done);
        assert!(write(&storage, async |tx| tx.users().remove(&other, user_id(1)).await).await);
        assert_eq!(who(&storage, "ada").await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_person_is_found_in_one_statement_and_read_back_whole() {
    each(async |storage| {
        let full = User {
            status: UserStatus::ForceChangePassword,
            enabled: false,
            temporary_until: Some(NOW.plus_secs(9)),
            signed_out_at: Some(NOW),
            epoch: 3,
            ..verified(user(2, "Grace"), "Grace@Example.com")
        };
        settle(&storage).await;
        assert_eq!(add(&storage, &full).await, UserWrite::Done);
        let before = storage.statement_count();
        let found = storage.read().users().find_by_identifier(&pool_id(), "grace@example.com").await.unwrap().unwrap();
        let used = storage.statement_count().since(before);
        assert_eq!((used.reads, used.writes), (1, 0));
        assert_eq!(
            (found.id, &found.username, found.status, found.enabled),
            (full.id, &full.username, full.status, false)
        );
        assert_eq!((&found.attributes, &found.password), (&full.attributes, &full.password));
        assert_eq!(
            (found.temporary_until, found.signed_out_at, found.epoch),
            (full.temporary_until, full.signed_out_at, 3)
        );
        assert_eq!((found.version, found.created_at, found.updated_at), (1, full.created_at, NOW));
    })
    .await;
}

#[tokio::test]
async fn names_follow_the_user_and_only_the_difference_is_written() {
    each(async |storage| {
        settle(&storage).await;
        assert_eq!(who(&storage, "ada@example.com").await, None, "not proven");
        let proven = verified(user(1, "Ada"), "ada@example.com");
        assert_eq!(save(&storage, &proven, 1).await, UserWrite::Done);
        assert_eq!(who(&storage, "ada@example.com").await, Some(1));
        assert_eq!(save(&storage, &proven, 1).await, UserWrite::Stale);

        let before = storage.statement_count();
        assert_eq!(save(&storage, &proven, 2).await, UserWrite::Done);
        assert_eq!(storage.statement_count().since(before).writes, 1, "the user's own row");

        let moved = verified(proven, "ada@example.org");
        assert_eq!(save(&storage, &moved, 3).await, UserWrite::Done);
        assert_eq!((who(&storage, "ada@example.com").await, who(&storage, "ada@example.org").await), (None, Some(1)));

        // Another user's proven address is refused, and nothing of the save is written.
        let rival = User { enabled: false, ..verified(user(2, "Grace"), "ADA@example.org") };
        assert_eq!(add(&storage, &user(2, "Grace")).await, UserWrite::Done);
        assert_eq!(save(&storage, &rival, 1).await, UserWrite::Conflict(IdentifierKind::Email));
        let found = storage.read().users().find(&pool_id(), user_id(2)).await.unwrap().unwrap();
        assert_eq!((found.version, found.enabled), (1, true));
        assert!(write(&storage, async |tx| tx.users().remove(&pool_id(), user_id(1)).await).await);
        assert_eq!(save(&storage, &rival, 1).await, UserWrite::Done);
        assert_eq!(who(&storage, "ada@example.org").await, Some(2));
    })
    .await;
}

#[tokio::test]
async fn a_stale_save_that_would_rename_leaves_no_name_behind() {
    each(async |storage| {
        settle(&storage).await;
        let proven = verified(user(1, "Ada"), "ada@example.com");
        assert_eq!(save(&storage, &proven, 7).await, UserWrite::Stale);
        assert_eq!(who(&storage, "ada@example.com").await, None);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_want_one_name_one_gets_it() {
    each(async |storage| {
        settle(&storage).await;
        let numbers = 2..22_u128;
        let adds = numbers.map(|number| {
            let storage = &storage;
            async move {
                let wanted = user(number, if number % 2 == 0 { "Grace" } else { "GRACE" });
                // The transaction goes on after a conflict: its other effects are kept.
                let both = storage.unit(async |tx| {
                    let done = tx.users().add(&wanted, &settings()).await?;
                    tx.pools().estimated_users(&pool_id()).await?;
                    Ok::<_, StorageError>(done)
                });
                both.await.unwrap()
            }
        });
        let answers = futures_util::future::join_all(adds).await;
        assert_eq!(answers.iter().filter(|answer| **answer == UserWrite::Done).count(), 1);
        let conflict = UserWrite::Conflict(IdentifierKind::Username);
        assert_eq!(answers.iter().filter(|answer| **answer == conflict).count(), 19);
        assert_eq!(storage.read().pools().estimated_users(&pool_id()).await.unwrap(), 2);
    })
    .await;
}
