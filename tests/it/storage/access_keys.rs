//! Access keys: role and pool come back, ids are unique.

use vestibule::domain::access_key::{AccessKey, AccessKeyId, Role};
use vestibule::domain::secret::{ExposeSecret as _, Secret};
use vestibule::storage::StorageError;

use super::sample::{NOW, pool_id, settle, write};
use crate::support::database::each;

#[tokio::test]
async fn an_access_key_comes_back_with_its_role_and_pool() {
    each(async |storage| {
        settle(&storage).await;
        assert!(!storage.read().access_keys().any().await.unwrap());
        let key = AccessKey {
            id: AccessKeyId("AKIA1".to_owned()),
            secret: Secret::from("key secret in the clear"),
            role: Role::Operator,
            pool: Some(pool_id()),
            created_at: NOW,
        };
        let of_all = AccessKey { id: AccessKeyId("AKIA2".to_owned()), pool: None, role: Role::Admin, ..key.clone() };
        write(&storage, async |tx| {
            tx.access_keys().add(&key).await?;
            tx.access_keys().add(&of_all).await
        })
        .await;
        let find = async |id| storage.read().access_keys().find(id).await.unwrap();
        let found = find("AKIA1").await.unwrap();
        assert_eq!((found.role, found.pool.as_ref()), (Role::Operator, Some(&pool_id())));
        assert_eq!(found.secret.expose_secret(), "key secret in the clear");
        assert_eq!(find("AKIA2").await.unwrap().pool, None);
        assert!(find("AKIA3").await.is_none());
        assert!(find("AKIA1\0").await.is_none());
        assert!(storage.read().access_keys().any().await.unwrap());
        let again = storage.unit(async |tx| tx.access_keys().add(&key).await).await;
        assert!(matches!(again, Err(StorageError::Conflict(_))));
        assert!(write(&storage, async |tx| tx.access_keys().remove("AKIA1").await).await);
        assert!(find("AKIA1").await.is_none());
    })
    .await;
}
