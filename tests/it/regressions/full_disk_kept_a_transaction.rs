//! SQLite, which undoes a transaction by itself when the disk is full, left the driver counting it. What was acknowledged
//! after the next refusal went into a transaction that nobody committed: readers never saw it, and a restart lost it.

use sea_orm::ConnectionTrait as _;
use vestibule::domain::clock::Micros;
use vestibule::storage::{AttemptBucket, Storage, StorageError, Tx};

use crate::support::database::sqlite;

/// Does to a transaction what a full disk does: it is gone, and the statement says so.
const FULL: &str = "CREATE TRIGGER disk_is_full BEFORE INSERT ON attempts WHEN NEW.bucket = 'full' \
                    BEGIN SELECT RAISE(ROLLBACK, 'database or disk is full'); END";

fn bucket(name: &str) -> AttemptBucket {
    let at = Micros::from_secs(1_800_000_000);
    AttemptBucket {
        bucket: name.to_owned(),
        failures: 1,
        consecutive: 1,
        window_started_at: at,
        locked_until: None,
        updated_at: at,
        expires_at: at.plus_secs(60),
    }
}

async fn write(storage: &Storage, names: &[&str], then_fails: bool) -> Result<(), StorageError> {
    let unit = async |tx: &Tx| {
        for name in names {
            tx.attempts().insert_if_absent(&bucket(name)).await?;
        }
        if then_fails { Err(StorageError::ReadOnly) } else { Ok(()) }
    };
    storage.unit(unit).await
}

async fn is_there(storage: &Storage, name: &str) -> bool {
    storage.read().attempts().find(name).await.unwrap().is_some()
}

#[tokio::test]
async fn what_is_acknowledged_after_a_full_disk_is_there() {
    let database = sqlite().await;
    database.raw().await.execute_unprepared(FULL).await.unwrap();
    for round in ["first", "second"] {
        let (before, refused, after) =
            (format!("{round} before"), format!("{round} refused"), format!("{round} after"));
        write(&database, &[&before, "full"], false).await.unwrap_err();
        assert!(!is_there(&database, &before).await, "all or nothing");
        write(&database, &[&refused], true).await.unwrap_err();
        write(&database, &[&after], false).await.unwrap();
        assert!(is_there(&database, &after).await, "a reader sees what was acknowledged");
        assert!(!is_there(&database, &refused).await);
    }
    // And so does whoever comes with a connection of its own.
    let raw = database.raw().await;
    let count = sea_orm::Statement::from_string(raw.get_database_backend(), "SELECT COUNT(*) AS n FROM attempts");
    let row = raw.query_one_raw(count).await.unwrap().unwrap();
    assert_eq!(row.try_get::<i64>("", "n").unwrap(), 2);
}
