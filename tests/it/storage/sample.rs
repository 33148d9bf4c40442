//! Honest values for the tests.

use std::collections::BTreeSet;

use uuid::Uuid;
use vestibule::domain::client::{Client, ClientId, ClientSettings};
use vestibule::domain::clock::Micros;
use vestibule::domain::grant::{CodeTerms, Grant, GrantId};
use vestibule::domain::pool::{Alias, Pool, PoolId, PoolSettings};
use vestibule::domain::secret::Secret;
use vestibule::domain::session::{SessionId, SessionLogin};
use vestibule::domain::user::{SecondFactors, User, UserId, UserStatus};
use vestibule::storage::{Storage, StorageError, Tx, UserWrite};

pub(super) const NOW: Micros = Micros::from_secs(1_800_000_000);

pub(super) fn pool_id() -> PoolId {
    PoolId::parse("xx-local-1_AAAAAAAAA").unwrap()
}

pub(super) fn client_id() -> ClientId {
    ClientId::parse("client1").unwrap()
}

pub(super) fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn user_id(number: u128) -> UserId {
    UserId(uuid(number))
}

/// People sign in with their username, a proven e-mail address or a preferred name.
pub(super) fn settings() -> PoolSettings {
    let mut settings = PoolSettings::default();
    settings.sign_in_names.alias_attributes = BTreeSet::from([Alias::Email, Alias::PreferredUsername]);
    settings
}

pub(super) fn pool(id: PoolId) -> Pool {
    Pool { id, name: "People".to_owned(), settings: settings(), version: 1, created_at: NOW, updated_at: NOW }
}

pub(super) fn client(id: &str) -> Client {
    Client {
        id: ClientId::parse(id).unwrap(),
        pool: pool_id(),
        name: "App".to_owned(),
        secret: Some(Secret::from("client secret in the clear")),
        settings: ClientSettings::default(),
        version: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

/// A confirmed user; the later the number, the later they were made.
pub(super) fn user(number: u128, username: &str) -> User {
    User {
        id: user_id(number),
        pool: pool_id(),
        username: username.to_owned(),
        status: UserStatus::Confirmed,
        enabled: true,
        attributes: [("email".to_owned(), format!("{username}@example.com"))].into(),
        password: Some("$argon2id$…".to_owned()),
        temporary_until: None,
        signed_out_at: None,
        second_factors: SecondFactors::default(),
        epoch: 0,
        version: 1,
        created_at: NOW.plus_secs(i64::try_from(number).unwrap()),
        updated_at: NOW,
    }
}

pub(super) fn grant(number: u128) -> Grant {
    Grant {
        id: GrantId(uuid(number)),
        pool: pool_id(),
        client: client_id(),
        user: user_id(1),
        session: Some(SessionId(uuid(7))),
        scope: "openid email".to_owned(),
        nonce: "n".to_owned(),
        auth_time: NOW,
        amr: vec!["pwd".to_owned()],
        code: Some(CodeTerms {
            code_hash: format!("code {number}"),
            expires_at: NOW.plus_secs(60),
            redirect_uri: "https://app.test/cb".to_owned(),
            code_challenge: "c".to_owned(),
            consumed_at: None,
        }),
        generation: 0,
        rotated_at: None,
        created_at: NOW,
        expires_at: NOW.plus_secs(3600),
        revoked_at: None,
        epoch: 2,
    }
}

pub(super) fn login(session: u128, user: u128) -> SessionLogin {
    SessionLogin {
        session: SessionId(uuid(session)),
        pool: pool_id(),
        provider: None,
        upstream: None,
        user: user_id(user),
        auth_time: NOW,
        amr: vec!["pwd".to_owned()],
        touched_at: NOW,
        expires_at: NOW.plus_secs(3600),
        idle_secs: 600,
        address: "198.51.100.7".to_owned(),
        agent: "Browser/1".to_owned(),
        epoch: 2,
    }
}

/// Runs one unit of work that must succeed.
pub(super) async fn write<T>(storage: &Storage, work: impl AsyncFn(&Tx) -> Result<T, StorageError>) -> T {
    storage.unit(work).await.unwrap()
}

/// A pool, a client, and the user Ada with number 1.
pub(super) async fn settle(storage: &Storage) {
    write(storage, async |tx| {
        tx.pools().add(&pool(pool_id())).await?;
        tx.clients().add(&client("client1")).await?;
        assert_eq!(tx.users().add(&user(1, "Ada"), &settings()).await?, UserWrite::Done);
        Ok(())
    })
    .await;
}

/// Twenty at once; answers how many of them were told `true`.
pub(super) async fn winners_of_twenty(
    storage: &Storage,
    work: impl AsyncFn(&Tx) -> Result<bool, StorageError>,
) -> usize {
    let tries = (0..20).map(|_| storage.unit(&work));
    let answers = futures_util::future::join_all(tries).await;
    answers.into_iter().filter(|answer| *answer.as_ref().unwrap()).count()
}
