//! How a SQLite database is opened: its file, and the settings of every connection.

use std::path::Path;
use std::time::Duration;

use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions as _, Connection as _};

use super::StorageError;

/// Longest wait for the turn to write, for one of the connections that read, and for a lock.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// What a connection may do.
#[derive(Clone, Copy)]
pub(super) enum Role {
    Reader,
    Writer,
}

/// A pool of at most so many connections, all of one role.
pub(super) fn pool(url: &str, role: Role, most: u32) -> sea_orm::ConnectOptions {
    let mut options = sea_orm::ConnectOptions::new(url);
    options
        .min_connections(1)
        .max_connections(most)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_pool_opts(|pool| pool.before_acquire(|connection, _| Box::pin(is_at_rest(connection))))
        .map_sqlx_sqlite_opts(move |sqlite| safe(sqlite, role));
    options
}

/// The settings of a connection of its own.
pub(super) fn settings(url: &str, role: Role) -> Result<SqliteConnectOptions, StorageError> {
    let sqlite: SqliteConnectOptions =
        url.parse().map_err(|_| StorageError::Unsupported("the URL of the SQLite database is not understood"))?;
    Ok(safe(sqlite, role).disable_statement_logging())
}

fn safe(sqlite: SqliteConnectOptions, role: Role) -> SqliteConnectOptions {
    let query_only = match role {
        Role::Reader => "ON",
        Role::Writer => "OFF",
    };
    sqlite
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(PATIENCE)
        .pragma("query_only", query_only)
}

/// Whether a connection that comes back is in no transaction; one that is gets replaced.
///
/// On a full disk, and on other failures of it, SQLite undoes a transaction by itself. The driver's ROLLBACK then finds none,
/// fails, and the driver goes on counting one: whatever began after that would be a savepoint, which is undone without
/// ending what it began, and from then on all that is acknowledged would be in a transaction that nobody ever commits.
async fn is_at_rest(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if connection.is_in_transaction() {
        // A rollback may still be under way: what is asked after it is answered after it.
        connection.ping().await?;
    }
    Ok(!connection.is_in_transaction())
}

/// Makes the database's file before SQLite does, which would let everyone read it. The journal takes over the file's mode.
pub(super) async fn create_private(url: &str) -> Result<(), StorageError> {
    let mut options = tokio::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    options.mode(0o600);
    match options.open(path(url)?).await {
        Ok(_file) => Ok(()),
        Err(_) => Err(StorageError::Unsupported("the file of the SQLite database cannot be opened for writing")),
    }
}

/// The file of a SQLite URL. Databases in memory are refused: readers and writer would each see another one.
fn path(url: &str) -> Result<&Path, StorageError> {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains(":memory:") || query.contains("mode=memory") {
        return Err(StorageError::Unsupported("the SQLite database must be a file: sqlite://path"));
    }
    Ok(Path::new(path))
}
