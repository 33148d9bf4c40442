//! Pools and clients: versions, paging, and what a pool takes along.

use vestibule::domain::client::{Client, ClientId};
use vestibule::domain::pool::{Pool, PoolId};
use vestibule::domain::secret::ExposeSecret as _;
use vestibule::storage::StorageError;

use super::sample::{NOW, client, client_id, grant, login, pool, pool_id, settle, user_id, write};
use crate::support::database::each;

#[tokio::test]
async fn a_pool_is_saved_on_the_version_that_was_read() {
    each(async |storage| {
        settle(&storage).await;
        let changed = Pool { name: "Staff".to_owned(), updated_at: NOW.plus_secs(1), ..pool(pool_id()) };
        assert!(write(&storage, async |tx| tx.pools().save(&changed, 1).await).await);
        assert!(!write(&storage, async |tx| tx.pools().save(&pool(pool_id()), 1).await).await);
        let found = storage.read().pools().find(&pool_id()).await.unwrap();
        assert_eq!(found, Some(Pool { version: 2, ..changed }));
        let again = storage.unit(async |tx| tx.pools().add(&pool(pool_id())).await).await;
        assert!(matches!(again, Err(StorageError::Conflict(_))));
        assert_eq!(storage.read().pools().estimated_users(&pool_id()).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn pools_and_clients_are_paged_in_the_order_of_bytes() {
    each(async |storage| {
        settle(&storage).await;
        // A language's order would put the small letters between the capitals.
        let names = ["xx-local-1_AAAAAAAAA", "xx-local-1_B", "xx-local-1_Z", "xx-local-1_a", "xx-local-1_b"];
        write(&storage, async |tx| {
            for name in [3, 1, 4, 2].map(|at| names[at]) {
                tx.pools().add(&pool(PoolId::parse(name).unwrap())).await?;
            }
            for id in ["b", "B", "a"] {
                tx.clients().add(&client(id)).await?;
            }
            Ok(())
        })
        .await;
        let page = async |after, limit| {
            let pools = storage.read().pools().list(after, limit).await.unwrap();
            pools.iter().map(|pool| pool.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(page(None, 9).await, names);
        assert_eq!(page(None, 2).await, names[..2]);
        assert_eq!(page(Some(names[1]), 2).await, names[2..4]);
        assert_eq!(page(Some(names[4]), 2).await, [""; 0]);
        let clients = storage.read().clients().list(&pool_id(), Some("B"), 2).await.unwrap();
        assert_eq!(clients.iter().map(|client| client.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    })
    .await;
}

#[tokio::test]
async fn a_client_keeps_its_secret_and_belongs_to_its_pool() {
    each(async |storage| {
        settle(&storage).await;
        let found = storage.read().clients().find(&client_id()).await.unwrap().unwrap();
        assert_eq!(found.secret.as_ref().unwrap().expose_secret(), "client secret in the clear");
        let public = Client { secret: None, name: "Public".to_owned(), ..found };
        assert!(write(&storage, async |tx| tx.clients().save(&public, 1).await).await);
        assert!(!write(&storage, async |tx| tx.clients().save(&public, 1).await).await);
        let found = storage.read().clients().find(&client_id()).await.unwrap().unwrap();
        assert!(found.is_public());
        assert_eq!((found.version, found.name.as_str()), (2, "Public"));
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        assert!(!write(&storage, async |tx| tx.clients().remove(&other, &client_id()).await).await);
        assert!(write(&storage, async |tx| tx.clients().remove(&pool_id(), &client_id()).await).await);
        assert!(storage.read().clients().find(&ClientId::parse("client1").unwrap()).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_pool_takes_along_all_that_is_its_own() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| {
            tx.sessions().put_login(&login(1, 1), "key 1").await?;
            tx.grants().add(&grant(1)).await
        })
        .await;
        assert!(write(&storage, async |tx| tx.pools().remove(&pool_id()).await).await);
        assert!(!write(&storage, async |tx| tx.pools().remove(&pool_id()).await).await);
        let read = storage.read();
        assert!(read.users().find(&pool_id(), user_id(1)).await.unwrap().is_none());
        assert!(read.users().find_by_identifier(&pool_id(), "ada").await.unwrap().is_none());
        assert!(read.clients().find(&client_id()).await.unwrap().is_none());
        assert!(read.grants().find(grant(1).id).await.unwrap().is_none());
        assert!(read.sessions().find_login_with_user("key 1", &pool_id()).await.unwrap().is_none());
        assert_eq!(read.sessions().find_by_key("key 1").await.unwrap(), None, "it held no other pool");
    })
    .await;
}
