//! Every cell that must be read back: unreadable in its table, and opened in its own place only (case 248). The columns are held
//! against the schema, so that bytes which nobody spoke for fail here.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait as _, Statement};
use vestibule::domain::passkey::Passkey;
use vestibule::domain::provider::{Provider, ProviderId, ProviderSettings, ProviderType};
use vestibule::domain::secret::Secret;
use vestibule::domain::session::UpstreamSession;
use vestibule::domain::user::UserId;
use vestibule::storage::{
    Integrity, ProviderWrite, SpareKey, Storage, StorageError, StoredSamlKey, StoredSamlSession, StoredTokens, Tx,
    UserWrite,
};
use zeroize::Zeroizing;

use super::sample::{NOW, pool, pool_id, settings, settle, user, user_id, uuid, write};
use super::sealing::SEALED;
use crate::support::database::{TestDatabase, each, sqlite};

/// The sealed columns that `sealing` does not look at, with what tells their rows apart.
const SEALED_HERE: [(&str, &str, &str); 10] = [
    ("totp_secrets", "secret", "user_id"),
    ("totp_secrets", "pending", "user_id"),
    ("spare_keys", "private_key", "kid"),
    ("passkeys", "credential", "id"),
    ("providers", "secrets", "id"),
    ("provider_tokens", "tokens", "user_id"),
    ("saml_keys", "private_key", "pool_id"),
    ("saml_sessions", "session", "id"),
    ("trips", "answer", "id"),
    ("posted_names", "name", "whose"),
];
/// Bytes that are no secret, and the ring itself, which the master key wraps.
const OTHERS: [(&str, &str); 3] = [("themes", "logo"), ("saml_keys", "certificate"), ("ring_keys", "wrapped")];

#[tokio::test]
async fn all_bytes_are_sealed_or_no_secret() {
    let database = sqlite().await;
    let raw = database.raw().await;
    let blobs = "SELECT m.name AS t, c.name AS c FROM sqlite_master m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND c.type LIKE '%blob%'";
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), blobs)).await.unwrap();
    let found: BTreeSet<(String, String)> =
        rows.iter().map(|row| (row.try_get("", "t").unwrap(), row.try_get("", "c").unwrap())).collect();
    let here = SEALED_HERE.iter().map(|(table, column, _)| (*table, *column));
    let sealed: BTreeSet<_> = SEALED.iter().copied().chain(here).collect();
    assert_eq!(sealed, Integrity::sealed_columns().collect(), "what `doctor` opens");
    let known = sealed.into_iter().chain(OTHERS);
    assert_eq!(found, known.map(|(table, column)| (table.to_owned(), column.to_owned())).collect());
}

fn provider(number: u128) -> Provider {
    Provider {
        id: ProviderId(uuid(number)),
        pool: pool_id(),
        name: format!("Provider{number}"),
        kind: ProviderType::Oidc,
        details: [].into(),
        secrets: [("client_secret".to_owned(), Secret::from("upstream in the clear"))].into(),
        mapping: [].into(),
        identifiers: Vec::new(),
        settings: ProviderSettings::default(),
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn passkey(number: u128, user: UserId) -> Passkey {
    Passkey {
        id: uuid(number),
        pool: pool_id(),
        user,
        credential_id: format!("credential{number}"),
        credential: "passkey in the clear".to_owned(),
        sign_count: 0,
        can_be_backed_up: false,
        is_backed_up: false,
        name: "Key".to_owned(),
        relying_party: "id.example.test".to_owned(),
        attachment: String::new(),
        transports: Vec::new(),
        created_at: NOW,
        last_used_at: None,
    }
}

async fn fill_one(tx: &Tx, number: u128) -> Result<(), StorageError> {
    let (pool, of, until) = (pool_id(), user_id(number), NOW.plus_secs(600));
    tx.totp_secrets().put_pending(&pool, of, b"first totp in the clear", until).await?;
    let pending = tx.totp_secrets().find(&pool, of).await?.unwrap();
    assert!(tx.totp_secrets().take_into_use(&pool, of, &pending, 1, "phone").await?);
    tx.totp_secrets().put_pending(&pool, of, b"next totp in the clear", until).await?;
    let (kid, private_der) = (format!("spare{number}"), Zeroizing::new(b"spare in the clear".to_vec()));
    tx.spare_keys().add(&SpareKey { kid, alg: "RS256".to_owned(), private_der, created_at: NOW }).await?;
    assert!(tx.passkeys().add(&passkey(number, of)).await?);
    assert_eq!(tx.providers().add(&provider(number)).await?, ProviderWrite::Done);
    let token = Secret::from("token in the clear");
    let tokens = StoredTokens { access: token, refresh: None, id: None, created_at: NOW };
    tx.provider_tokens().put(&pool, (ProviderId(uuid(number)), of), &tokens).await?;
    let session = StoredSamlSession {
        id: UpstreamSession(uuid(number)),
        pool: pool.clone(),
        person: format!("person{number}"),
        index: None,
        session: b"session in the clear".to_vec(),
        expires_at: until,
    };
    tx.saml().keep_session(&session).await?;
    assert!(tx.trips().keep(&pool, uuid(number), b"answer in the clear", (NOW, until)).await?);
    tx.posted_names().keep(&pool, &format!("whose{number}"), b"name in the clear", (NOW, until)).await
}

/// Two rows in each of the tables, the later ones of other people, and of another pool where there is one for each pool.
async fn fill(storage: &TestDatabase) {
    settle(storage).await;
    let other = vestibule::domain::pool::PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
    write(storage, async |tx| {
        assert_eq!(tx.users().add(&user(2, "Bob"), &settings()).await?, UserWrite::Done);
        for number in 1..=2 {
            fill_one(tx, number).await?;
        }
        tx.pools().add(&pool(other.clone())).await?;
        for pool in [&pool_id(), &other] {
            let private_der = Zeroizing::new(b"saml key in the clear".to_vec());
            let key = StoredSamlKey { private_der, certificate: b"certificate".to_vec() };
            assert!(tx.saml().add_key(pool, &key, NOW).await?);
        }
        Ok(())
    })
    .await;
}

/// Whether each cell of the second rows opens, in the order of [`SEALED_HERE`].
async fn open(storage: &Storage) -> [bool; 10] {
    let (read, pool, of) = (storage.read(), pool_id(), user_id(2));
    let other = vestibule::domain::pool::PoolId::parse("xx-local-1_BBBBBBBBB").unwrap();
    let totp = read.totp_secrets().find(&pool, of).await.is_ok();
    let there = UpstreamSession(uuid(2));
    [
        totp,
        totp,
        storage.unit(async |tx: &Tx| tx.spare_keys().take("RS256").await).await.is_ok(),
        read.passkeys().find(&pool, "credential2").await.is_ok(),
        read.providers().find_by_name(&pool, "Provider2").await.is_ok(),
        read.provider_tokens().find(&pool, ProviderId(uuid(2)), of).await.is_ok(),
        read.saml().key(&other).await.is_ok(),
        storage.unit(async |tx: &Tx| tx.saml().take_session(&pool, there, NOW).await).await.is_ok(),
        storage.unit(async |tx: &Tx| tx.trips().take(&pool, uuid(2), NOW).await).await.is_ok(),
        read.posted_names().find(&pool, "whose2", NOW).await.is_ok(),
    ]
}

#[tokio::test]
async fn each_sealed_cell_opens_in_its_own_place_only() {
    each(async |storage| {
        fill(&storage).await;
        let raw = storage.raw().await;
        for (table, column, _) in SEALED_HERE {
            let sql = format!("SELECT {column} AS cell FROM {table}");
            let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.unwrap();
            assert_eq!(rows.len(), 2, "{table}.{column}");
            for row in rows {
                let cell: Vec<u8> = row.try_get("", "cell").unwrap();
                assert!(cell.len() > 40 && !cell.windows(5).any(|window| window == b"clear"), "{table}.{column}");
            }
        }
    })
    .await;
    each(async |storage| {
        fill(&storage).await;
        assert_eq!(storage.read().integrity().unopened().await.unwrap(), []);
        assert_eq!(open(&storage).await, [true; 10], "in their own places they open");
    })
    .await;
    for (at, (table, column, key)) in SEALED_HERE.into_iter().enumerate() {
        each(async |storage| {
            fill(&storage).await;
            let raw = storage.raw().await;
            let first = format!("(SELECT {column} FROM {table} ORDER BY {key} LIMIT 1)");
            raw.execute_unprepared(&format!("UPDATE {table} SET {column} = {first}")).await.unwrap();
            if table == "spare_keys" {
                raw.execute_unprepared("DELETE FROM spare_keys WHERE kid = 'spare1'").await.unwrap();
            }
            let unopened = storage.read().integrity().unopened().await.unwrap();
            assert!(matches!(*unopened, [(there, _)] if there == table), "{table}.{column}: {unopened:?}");
            assert!(!open(&storage).await[at], "{table}.{column} of another row opens");
        })
        .await;
    }
}
