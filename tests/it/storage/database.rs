//! Connecting, migrating, the rows of the key ring, and what errors tell.

use vestibule::crypto::ring::WrappedKey;
use vestibule::storage::{ConnectOptions, Database, Safety, StorageError};

use super::sample::NOW;
use crate::support::database::{each, empty_postgres, sqlite};

#[tokio::test]
async fn the_schema_is_brought_up_once_and_again_changes_nothing() {
    each(async |storage| {
        let database = storage.database();
        assert_eq!(database.pending_migrations().await.unwrap(), 0);
        database.migrate().await.unwrap();
        database.ping().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn nodes_that_start_together_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    start_together(&format!("sqlite://{}", folder.path().join("test.db").display())).await;
    if let Some((url, _place)) = empty_postgres().await {
        start_together(&url).await;
    }
}

async fn start_together(url: &str) {
    let first = Database::connect(url, ConnectOptions::default()).await.unwrap();
    assert!(first.pending_migrations().await.unwrap() > 0);
    let start = async || {
        let database = Database::connect(url, ConnectOptions::default()).await.unwrap();
        database.migrate().await.map(|()| database)
    };
    for node in futures_util::future::join_all((0..3).map(|_| start())).await {
        assert_eq!(node.unwrap().pending_migrations().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_version_of_the_ring_is_added_once() {
    each(async |storage| {
        let database = storage.database();
        let key = WrappedKey { version: 2, wrapped: vec![1, 2, 3], created_at: NOW };
        assert!(database.add_ring_key(&key).await.unwrap());
        let rival = WrappedKey { wrapped: vec![9], ..key.clone() };
        assert!(!database.add_ring_key(&rival).await.unwrap());
        assert_eq!(database.ring_keys().await.unwrap()[1..], [key]);
    })
    .await;
}

#[tokio::test]
async fn only_files_and_servers_are_databases() {
    for url in ["sqlite::memory:", "sqlite://:memory:", "sqlite://x?mode=memory", "sqlite:", "mysql://x", "", "x"] {
        let refused = Database::connect(url, ConnectOptions::default()).await.unwrap_err();
        assert!(matches!(refused, StorageError::Unsupported(_)), "{url}: {refused}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_reads_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let storage = sqlite().await;
    let path = storage.url().strip_prefix("sqlite://").unwrap();
    for suffix in ["", "-wal"] {
        let mode = std::fs::metadata(format!("{path}{suffix}")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{suffix}");
    }
}

#[tokio::test]
async fn a_closed_database_is_unavailable_and_its_error_tells_no_secret() {
    each(async |storage| {
        storage.database().close().await.unwrap();
        let error = storage.read().access_keys().find("AKIA1").await.unwrap_err();
        assert!(error.is_unavailable());
        assert_eq!(error.to_string(), "the database is not available");
        assert!(!format!("{error:?}").contains("AKIA1"));
    })
    .await;
}

/// F1 and F4 rest on these: every connection says them of itself.
#[tokio::test]
async fn every_connection_is_as_safe_as_it_was_asked_to_be() {
    each(async |storage| {
        // As many as a test has: each is asked, none twice. On SQLite transactions have connections of their own.
        let safety = storage.database().safety(3).await.unwrap();
        assert_eq!(safety.len(), if storage.url().starts_with("sqlite:") { 8 } else { 4 });
        for Safety { writes, settings } in safety {
            if storage.url().starts_with("sqlite:") {
                let query_only = if writes { "0" } else { "1" };
                let expected = [
                    ("journal_mode", "wal"),
                    // FULL
                    ("synchronous", "2"),
                    ("foreign_keys", "1"),
                    ("query_only", query_only),
                ];
                assert_eq!(settings, expected.map(|(name, value)| (name, value.to_owned())), "writes: {writes}");
            } else {
                // The setting itself is the operator's: the server of these tests is told to be quick.
                let [_, (_, source)] = settings.try_into().unwrap();
                assert!(!["client", "session", "override"].contains(&source.as_str()), "it is ours: {source}");
            }
        }
    })
    .await;
}
