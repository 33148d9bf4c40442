//! The database: connections with their safety settings, the schema's changes, and the rows of the key ring, which are
//! needed before anything sealed can be read.
//!
//! SQLite: one connection that writes and begins `IMMEDIATE`, several that can only read (`query_only`), WAL, every
//! commit synced. PostgreSQL: one pool for both.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sea_query::Expr;
use sea_orm::sqlx::sqlite::{SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection as _};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, TryInsertResult,
};

use super::StorageError;
use super::bounded::{LONGEST_ON_SQLITE, within};
use super::entities::ring_keys;
use super::repos::add_event;
use super::statements::{StatementCount, Statements};
use super::together::{Together, Writer};
use crate::crypto::ring::WrappedKey;
use crate::domain::clock::Micros;
use crate::domain::event::Event;

/// Longest wait for the one connection of SQLite that writes, and for its lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// A connection idle for longer is tried before it is used.
const TRY_AFTER_IDLE: Duration = Duration::from_secs(30);
/// One node changes the schema at a time: the key of PostgreSQL's advisory lock.
const SCHEMA_LOCK: i64 = 0x7665_7374_6962;

/// How to connect.
#[derive(Clone, Copy, Debug)]
pub struct ConnectOptions {
    /// Connections for reading on SQLite; all connections on PostgreSQL.
    pub readers: u32,
    /// Longest time for a statement at PostgreSQL, the wait for its connection included, and for the statements of one
    /// unit of work. Two of them in a row should stay close to what people wait for.
    pub longest: Duration,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        Self { readers: 8, longest: Duration::from_secs(3) }
    }
}

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Database(Arc<Connections>);

#[derive(Debug)]
struct Connections {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    /// How statements that stand alone are written on SQLite.
    together: Option<Together>,
    statements: Statements,
    longest: Duration,
}

impl Database {
    /// Opens `sqlite://path` (made, readable by its owner only, when it is not there) or `postgres://…`. Databases in
    /// memory are refused: readers and writer would each see another one.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, StorageError> {
        let statements = Statements::default();
        let (mut reader, mut writer) = if url.starts_with("sqlite:") {
            let path = sqlite_path(url)?;
            create_private(path).await?;
            (None, sea_orm::Database::connect(sqlite(url, Role::Writer)).await?)
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            (None, sea_orm::Database::connect(postgres(url, options)).await?)
        } else {
            return Err(StorageError::Unsupported("the database URL must begin with sqlite:// or postgres://"));
        };
        let mut longest = options.longest;
        if writer.get_database_backend() == DbBackend::Sqlite {
            longest = LONGEST_ON_SQLITE;
            reader = Some(sea_orm::Database::connect(sqlite(url, Role::Reader(options.readers))).await?);
        }
        statements.watch(&mut writer);
        if let Some(reader) = &mut reader {
            statements.watch(reader);
        }
        let together = reader.is_some().then(|| Together::new(writer.clone()));
        let reader = reader.unwrap_or_else(|| writer.clone());
        Ok(Self(Arc::new(Connections { reader, writer, together, statements, longest })))
    }

    /// Brings the schema up to this program's version: all missing changes or none. Nodes that start together take
    /// turns.
    pub async fn migrate(&self) -> Result<(), StorageError> {
        let transaction = self.begin().await?;
        if self.backend() == DbBackend::Postgres {
            transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
            let lock = format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})");
            transaction.execute_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
        }
        Migrator::up(&transaction, None).await?;
        Ok(transaction.commit().await?)
    }

    /// Number of changes that the schema lacks. Changes nothing.
    pub async fn pending_migrations(&self) -> Result<usize, StorageError> {
        Ok(Migrator::get_pending_migrations_read_only(self.reader()).await?.len())
    }

    /// The rows of the key ring in the order of their versions.
    pub async fn ring_keys(&self) -> Result<Vec<WrappedKey>, StorageError> {
        let rows = ring_keys::Entity::find().order_by_asc(ring_keys::Column::Version).all(self.reader()).await?;
        rows.into_iter().map(wrapped_key).collect()
    }

    /// Adds a row to the key ring; `false`: the version is already there, another node was first.
    pub async fn add_ring_key(&self, key: &WrappedKey) -> Result<bool, StorageError> {
        insert_ring_key(&self.0.writer, key).await
    }

    /// The same to a ring that is in use, with the event that tells of it.
    pub async fn add_next_ring_key(&self, key: &WrappedKey, event: &Event) -> Result<bool, StorageError> {
        let transaction = self.begin().await?;
        let is_added = insert_ring_key(&transaction, key).await?;
        if is_added {
            add_event(&transaction, event).await?;
        }
        transaction.commit().await?;
        Ok(is_added)
    }

    /// Puts rows wrapped anew in the place of those that were `read`, with the event that tells of it, all or none;
    /// `false`: one of them is no longer what was read, and nothing is written.
    pub async fn rewrap_ring_keys(
        &self,
        read: &[WrappedKey],
        anew: &[WrappedKey],
        event: &Event,
    ) -> Result<bool, StorageError> {
        let transaction = self.begin().await?;
        for row in anew {
            let Some(before) = read.iter().find(|before| before.version == row.version) else { return Ok(false) };
            let version = i32::try_from(row.version).map_err(|_| senseless(row.version))?;
            let done = ring_keys::Entity::update_many()
                .col_expr(ring_keys::Column::Wrapped, Expr::value(row.wrapped.clone()))
                .filter(ring_keys::Column::Version.eq(version))
                .filter(ring_keys::Column::Wrapped.eq(before.wrapped.clone()))
                .exec(&transaction)
                .await?;
            if done.rows_affected != 1 {
                transaction.rollback().await?;
                return Ok(false);
            }
        }
        add_event(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        Ok(within(self.longest(), self.reader().ping()).await?)
    }

    /// Closes all connections, after which every use is [`StorageError::Unavailable`].
    pub async fn close(&self) -> Result<(), StorageError> {
        self.0.reader.close_by_ref().await?;
        Ok(self.0.writer.close_by_ref().await?)
    }

    /// Statements run so far.
    #[must_use]
    pub fn statement_count(&self) -> StatementCount {
        self.0.statements.count()
    }

    pub(super) fn reader(&self) -> &DatabaseConnection {
        &self.0.reader
    }

    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.0.writer
    }

    /// What a statement that stands alone runs on.
    pub(super) fn alone(&self) -> Writer<'_> {
        self.0.together.as_ref().map_or_else(|| Writer::Itself(self.writer().into()), Writer::Together)
    }

    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, StorageError> {
        // The wait for SQLite's connection has its own bound; the time on top is for the statement.
        let time = if self.backend() == DbBackend::Sqlite { 2 * PATIENCE } else { self.longest() };
        Ok(within(time, self.0.writer.begin_with_options(writing(self.backend()))).await?)
    }

    /// Longest time for a statement, and for the statements of one unit of work.
    pub(super) fn longest(&self) -> Duration {
        self.0.longest
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.0.writer.get_database_backend()
    }
}

/// How a transaction that writes begins. A deferred one would fail on SQLite when it first writes after another one did.
pub(super) fn writing(backend: DbBackend) -> TransactionOptions {
    let mode = (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() }
}

#[derive(Clone, Copy)]
enum Role {
    Reader(u32),
    Writer,
}

fn sqlite(url: &str, role: Role) -> sea_orm::ConnectOptions {
    let mut options = sea_orm::ConnectOptions::new(url);
    let (connections, query_only) = match role {
        Role::Reader(count) => (count.max(1), "ON"),
        Role::Writer => (1, "OFF"),
    };
    options
        .min_connections(1)
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_pool_opts(|pool| pool.before_acquire(|connection, _| Box::pin(is_at_rest(connection))))
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(PATIENCE)
                .pragma("query_only", query_only)
        });
    options
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

fn postgres(url: &str, ConnectOptions { readers: connections, longest }: ConnectOptions) -> sea_orm::ConnectOptions {
    let mut options = sea_orm::ConnectOptions::new(url);
    options
        .max_connections(connections.max(2))
        // The rest of the time is the statement's.
        .acquire_timeout(longest * 2 / 3)
        .test_before_acquire_if_idle_for(TRY_AFTER_IDLE)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .set_application_name("vestibule")
        .statement_timeout(longest)
        .map_sqlx_postgres_opts(move |postgres| {
            postgres.options([("idle_in_transaction_session_timeout", (2 * longest).as_millis().to_string())])
        });
    options
}

/// The file of a SQLite URL.
fn sqlite_path(url: &str) -> Result<&Path, StorageError> {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains(":memory:") || query.contains("mode=memory") {
        return Err(StorageError::Unsupported("the SQLite database must be a file: sqlite://path"));
    }
    Ok(Path::new(path))
}

/// Makes the file before SQLite does, which would let everyone read it. The journal takes over the file's mode.
async fn create_private(path: &Path) -> Result<(), StorageError> {
    let mut options = tokio::fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    options.mode(0o600);
    match options.open(path).await {
        Ok(_file) => Ok(()),
        Err(_) => Err(StorageError::Unsupported("the file of the SQLite database cannot be opened for writing")),
    }
}

async fn insert_ring_key(connection: &impl ConnectionTrait, key: &WrappedKey) -> Result<bool, StorageError> {
    let row = ring_keys::Model {
        version: i32::try_from(key.version).map_err(|_| senseless(key.version))?,
        wrapped: key.wrapped.clone(),
        created_at: key.created_at.0,
    };
    let added = ring_keys::Entity::insert(row.into_active_model())
        .on_conflict_do_nothing_on([ring_keys::Column::Version])
        .exec_without_returning(connection)
        .await?;
    Ok(matches!(added, TryInsertResult::Inserted(1)))
}

fn wrapped_key(row: ring_keys::Model) -> Result<WrappedKey, StorageError> {
    let version = u32::try_from(row.version).map_err(|_| senseless(row.version))?;
    Ok(WrappedKey { version, wrapped: row.wrapped, created_at: Micros(row.created_at) })
}

fn senseless(version: impl std::fmt::Display) -> StorageError {
    StorageError::Inconsistent { table: "ring_keys", row: version.to_string() }
}
