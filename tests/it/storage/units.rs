//! Units of work: all or nothing, run again after a lost race, and no writing through readers.

use std::cell::Cell;

use vestibule::storage::{Alone, StorageError, Transient};

use super::sample::{NOW, login, pool, pool_id, settings, settle, user, user_id, write};
use crate::support::database::each;

#[derive(Debug)]
enum Error {
    Refused,
    LostRace,
    Storage(StorageError),
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl Transient for Error {
    fn is_transient(&self) -> bool {
        match self {
            Self::Refused => false,
            Self::LostRace => true,
            Self::Storage(error) => error.is_transient(),
        }
    }
}

#[tokio::test]
async fn an_error_undoes_everything_and_a_lost_race_is_run_again() {
    each(async |storage| {
        let tries = Cell::new(0);
        let refused = storage.unit(async |tx| {
            tries.set(tries.get() + 1);
            tx.pools().add(&pool(pool_id())).await?;
            Err::<(), _>(Error::Refused)
        });
        assert!(matches!(refused.await, Err(Error::Refused)));
        assert_eq!(tries.get(), 1);
        assert_eq!(storage.read().pools().find(&pool_id()).await.unwrap(), None);

        tries.set(0);
        let third_time = storage.unit(async |tx| {
            tries.set(tries.get() + 1);
            tx.pools().add(&pool(pool_id())).await?;
            if tries.get() < 3 { Err(Error::LostRace) } else { Ok(()) }
        });
        assert!(third_time.await.is_ok());
        assert_eq!(tries.get(), 3);
        assert!(storage.read().pools().find(&pool_id()).await.unwrap().is_some());

        tries.set(0);
        let never = storage.unit(async |_| {
            tries.set(tries.get() + 1);
            Err::<(), _>(Error::LostRace)
        });
        assert!(matches!(never.await, Err(Error::LostRace)));
        assert_eq!(tries.get(), 6, "once and five times more");
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_is_not_committed_never_was() {
    each(async |storage| {
        let tx = storage.begin().await.unwrap();
        tx.pools().add(&pool(pool_id())).await.unwrap();
        assert!(tx.pools().find(&pool_id()).await.unwrap().is_some(), "it sees itself");
        assert!(storage.read().pools().find(&pool_id()).await.unwrap().is_none(), "others do not");
        drop(tx);
        settle(&storage).await;
        assert!(storage.read().pools().find(&pool_id()).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn readers_do_not_write() {
    each(async |storage| {
        settle(&storage).await;
        let read = storage.read();
        assert!(matches!(read.sessions().put_login(&login(1, 1), "key").await, Err(StorageError::ReadOnly)));
        assert!(matches!(read.pools().remove(&pool_id()).await, Err(StorageError::ReadOnly)));
        assert!(matches!(read.users().add(&user(2, "Grace"), &settings()).await, Err(StorageError::ReadOnly)));
        assert!(matches!(read.outbox().claim(NOW, 1, 1).await, Err(StorageError::ReadOnly)));
        assert!(read.pools().find(&pool_id()).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_statement_alone_is_one() {
    each(async |storage| {
        settle(&storage).await;
        let twice = async |one: Alone<'_>| {
            one.sessions().put_login(&login(1, 1), "key").await?;
            one.sessions().put_login(&login(2, 1), "other").await
        };
        assert!(matches!(storage.alone(twice).await, Err(StorageError::ReadOnly)));
        assert!(storage.read().sessions().find_by_key("key").await.unwrap().is_some(), "the first is its own unit");
        assert!(storage.read().sessions().find_by_key("other").await.unwrap().is_none());
        storage.alone(async |one| one.sessions().put_login(&login(2, 1), "other").await).await.unwrap();
        assert!(storage.read().sessions().find_by_key("other").await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn two_who_change_one_user_in_opposite_order_both_get_through() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| {
            let _done = tx.users().add(&user(2, "Grace"), &settings()).await?;
            Ok(())
        })
        .await;
        let touch = |first: u128, second: u128| {
            let storage = &storage;
            async move {
                let both = storage.unit(async |tx| {
                    for number in [first, second] {
                        let found = tx.users().find(&pool_id(), user_id(number)).await?.unwrap();
                        let _done = tx.users().save(&found, found.version, &settings()).await?;
                    }
                    Ok::<_, StorageError>(())
                });
                both.await
            }
        };
        let rounds = (0..10).map(|round| if round % 2 == 0 { touch(1, 2) } else { touch(2, 1) });
        for answer in futures_util::future::join_all(rounds).await {
            answer.unwrap();
        }
    })
    .await;
}
