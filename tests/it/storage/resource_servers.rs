//! Resource servers: unique in their pool, paged by identifier, asked which scopes they define.

use vestibule::domain::pool::PoolId;
use vestibule::domain::resource_server::{CustomScope, ResourceServer};

use super::sample::{NOW, pool_id, settle, write};
use crate::support::database::each;

fn server(identifier: &str, scopes: &[&str]) -> ResourceServer {
    let scope = |name: &&str| CustomScope { name: (*name).to_owned(), description: format!("May {name}") };
    ResourceServer {
        pool: pool_id(),
        identifier: identifier.to_owned(),
        name: "Orders".to_owned(),
        scopes: scopes.iter().map(scope).collect(),
        created_at: NOW,
        updated_at: NOW,
    }
}

#[tokio::test]
async fn an_identifier_is_taken_once_and_pages_follow_the_identifiers() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| {
            for identifier in ["https://b.test", "a", "c"] {
                assert!(tx.resource_servers().add(&server(identifier, &["read"])).await?);
            }
            assert!(!tx.resource_servers().add(&server("a", &[])).await?);
            Ok(())
        })
        .await;
        let servers = storage.read().resource_servers();
        assert_eq!(servers.find(&pool_id(), "a").await.unwrap(), Some(server("a", &["read"])));
        assert_eq!(servers.find(&pool_id(), "a\0").await.unwrap(), None);
        let page = servers.list(&pool_id(), Some("a"), 1).await.unwrap();
        assert_eq!(page, [server("c", &["read"])]);
        assert_eq!(servers.count(&pool_id()).await.unwrap(), 3);
        let changed = ResourceServer { name: "New".to_owned(), ..server("a", &["write"]) };
        assert!(write(&storage, async |tx| tx.resource_servers().save(&changed).await).await);
        assert_eq!(servers.find(&pool_id(), "a").await.unwrap(), Some(changed));
        assert!(!write(&storage, async |tx| tx.resource_servers().save(&server("absent", &[])).await).await);
        assert!(write(&storage, async |tx| tx.resource_servers().remove(&pool_id(), "a").await).await);
        assert!(!write(&storage, async |tx| tx.resource_servers().remove(&pool_id(), "a").await).await);
        assert!(write(&storage, async |tx| tx.pools().remove(&pool_id()).await).await);
        assert_eq!(servers.count(&pool_id()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn only_scopes_of_this_pool_are_defined() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| {
            tx.resource_servers().add(&server("https://b.test/v1", &["read", "write"])).await?;
            tx.resource_servers().add(&server("b", &["read"])).await
        })
        .await;
        let asked = ["https://b.test/v1/read", "https://b.test/read", "b/read", "b/write", "b", "openid", "b\0/read"];
        let defined = storage.read().resource_servers().defined(&pool_id(), &asked).await.unwrap();
        assert_eq!(defined.into_iter().collect::<Vec<_>>(), ["b/read", "https://b.test/v1/read"]);
        let other = PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
        assert!(storage.read().resource_servers().defined(&other, &asked).await.unwrap().is_empty());
        let held = write(&storage, async |tx| tx.resource_servers().defined(&pool_id(), &["b/read"]).await).await;
        assert_eq!(held.len(), 1, "in a transaction too");
    })
    .await;
}
