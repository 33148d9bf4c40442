//! Sealed columns: unreadable in the tables, and bound to their place.

use sea_orm::ConnectionTrait;
use serde_json::json;
use vestibule::domain::access_key::{AccessKey, AccessKeyId, Role};
use vestibule::domain::secret::Secret;
use vestibule::domain::signing_key::{KeyTimes, KeyUse};
use vestibule::storage::{OutboxMessage, OutboxState, StorageError, StoredSigningKey};
use zeroize::Zeroizing;

use super::sample::{NOW, client, client_id, pool_id, settle, uuid, write};
use crate::support::database::{TestDatabase, each};

/// Sealed columns; `sealed_cells` has the others, and holds both against the schema.
pub(super) const SEALED: [(&str, &str); 5] = [
    ("clients", "secret"),
    ("signing_keys", "private_key"),
    ("outbox", "recipient"),
    ("outbox", "payload"),
    ("access_keys", "secret"),
];

fn signing_key(kid: &str) -> StoredSigningKey {
    StoredSigningKey {
        kid: kid.to_owned(),
        pool: pool_id(),
        use_: KeyUse::Access,
        alg: "RS256".to_owned(),
        times: KeyTimes::from(NOW),
        private_der: Zeroizing::new(format!("private of {kid} in the clear").into_bytes()),
        public_jwk: json!({ "kid": kid }),
        created_at: NOW,
    }
}

/// Two rows in each table with a sealed column.
async fn fill(storage: &TestDatabase) {
    settle(storage).await;
    write(storage, async |tx| {
        tx.clients().add(&client("client2")).await?;
        for number in 1..=2_u32 {
            tx.signing_keys().add(&signing_key(&format!("k{number}"))).await?;
            let id = AccessKeyId(format!("AKIA{number}"));
            let secret = Secret::from("key secret in the clear");
            tx.access_keys().add(&AccessKey { id, secret, role: Role::Admin, pool: None, created_at: NOW }).await?;
            let message = OutboxMessage {
                id: uuid(u128::from(number)),
                pool: pool_id(),
                event: "sign_up".to_owned(),
                recipient: "ada in the clear".to_owned(),
                payload: b"code in the clear".to_vec(),
                attempts: 0,
                next_attempt_at: NOW,
                lease_until: None,
                created_at: NOW,
                expires_at: NOW.plus_secs(60),
                state: OutboxState::Queued,
                last_error: String::new(),
            };
            tx.outbox().add(&message).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn nothing_sealed_can_be_read_in_the_tables() {
    each(async |storage| {
        fill(&storage).await;
        let keys = storage.read().signing_keys().list(&pool_id()).await.unwrap();
        assert_eq!(keys.len(), 2);
        let (key, expected) = (&keys[0], signing_key("k1"));
        assert_eq!(
            (&key.kid, key.use_, &key.alg, key.times),
            (&expected.kid, expected.use_, &expected.alg, expected.times)
        );
        assert_eq!((&key.private_der, &key.public_jwk), (&expected.private_der, &expected.public_jwk));

        let raw = storage.raw().await;
        for (table, column) in SEALED {
            let sql = format!("SELECT {column} AS cell FROM {table} WHERE {column} IS NOT NULL");
            let statement = sea_orm::Statement::from_string(raw.get_database_backend(), sql);
            for row in raw.query_all_raw(statement).await.unwrap() {
                let cell: Vec<u8> = row.try_get("", "cell").unwrap();
                assert!(!cell.windows(5).any(|window| window == b"clear"), "{table}.{column}");
                assert!(cell.len() > 40, "{table}.{column}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_sealed_cell_moved_to_another_row_does_not_open() {
    each(async |storage| {
        fill(&storage).await;
        let raw = storage.raw().await;
        for (table, column) in SEALED {
            let key = if table == "signing_keys" { "kid" } else { "id" };
            let first = format!("(SELECT {column} FROM {table} WHERE {column} IS NOT NULL ORDER BY {key} LIMIT 1)");
            raw.execute_unprepared(&format!("UPDATE {table} SET {column} = {first}")).await.unwrap();
        }
        let read = storage.read();
        assert!(read.clients().find(&client_id()).await.is_ok(), "in its own place it opens");
        let moved = read.clients().find(&client("client2").id).await.unwrap_err();
        assert!(matches!(&moved, StorageError::Sealed { table: "clients", row } if row == "client2"));
        assert!(read.access_keys().find("AKIA1").await.is_ok());
        assert!(matches!(read.access_keys().find("AKIA2").await, Err(StorageError::Sealed { .. })));
        assert!(matches!(read.signing_keys().list(&pool_id()).await, Err(StorageError::Sealed { .. })));
        // A message that does not open is given up and does not hold up the others.
        let claimed = write(&storage, async |tx| tx.outbox().claim(NOW, 60, 9).await).await;
        assert_eq!(claimed.iter().map(|message| message.id).collect::<Vec<_>>(), [uuid(1)]);
        assert_eq!(storage.read().outbox().pending().await.unwrap(), 1);
    })
    .await;
}
