//! The database: connections with their safety settings, the schema's changes, and the rows of the key ring, which are
//! needed before anything sealed can be read.
//!
//! SQLite: who writes takes turns and begins `IMMEDIATE`, several connections can only read (`query_only`), WAL, every commit
//! synced. PostgreSQL: one pool for both.

use std::sync::Arc;
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, TryInsertResult,
};

use super::StorageError;
use super::bounded::{LONGEST_ON_SQLITE, Reader, within};
use super::entities::ring_keys;
use super::kept::Kept;
use super::repos::add_event;
use super::sqlite::{self, PATIENCE, Role};
use super::statements::{StatementCount, Statements};
use super::together::{Together, Writer};
use super::transaction::Transaction;
use crate::crypto::ring::WrappedKey;
use crate::domain::clock::Micros;
use crate::domain::event::Event;

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
    /// For transactions that read, and what is rare.
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    single: Option<Single>,
    statements: Statements,
    longest: Duration,
}

/// What single statements run on, on SQLite.
#[derive(Debug)]
pub(super) struct Single {
    pub(super) readers: Kept,
    /// Its turn is that of all who write.
    pub(super) together: Together,
}

impl Connections {
    async fn to_sqlite(url: &str, options: ConnectOptions) -> Result<Self, StorageError> {
        let statements = Statements::default();
        let count = options.readers.max(1);
        sqlite::create_private(url).await?;
        let mut writer = sea_orm::Database::connect(sqlite::pool(url, Role::Writer, 1)).await?;
        let mut reader = sea_orm::Database::connect(sqlite::pool(url, Role::Reader, count)).await?;
        statements.watch(&mut writer);
        statements.watch(&mut reader);
        let kept =
            |role, most| sqlite::settings(url, role).map(|settings| Kept::new(settings, most, statements.clone()));
        let single = Single { readers: kept(Role::Reader, count)?, together: Together::new(kept(Role::Writer, 1)?) };
        Ok(Self { reader, writer, single: Some(single), statements, longest: LONGEST_ON_SQLITE })
    }

    async fn to_postgres(url: &str, options: ConnectOptions) -> Result<Self, StorageError> {
        let statements = Statements::default();
        let mut writer = sea_orm::Database::connect(postgres(url, options)).await?;
        statements.watch(&mut writer);
        Ok(Self { reader: writer.clone(), writer, single: None, statements, longest: options.longest })
    }
}

impl Database {
    /// Opens `sqlite://path` (made, readable by its owner only, when it is not there) or `postgres://…`. Databases in
    /// memory are refused.
    pub async fn connect(url: &str, options: ConnectOptions) -> Result<Self, StorageError> {
        let connections = if url.starts_with("sqlite:") {
            Connections::to_sqlite(url, options).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Connections::to_postgres(url, options).await?
        } else {
            return Err(StorageError::Unsupported("the database URL must begin with sqlite:// or postgres://"));
        };
        Ok(Self(Arc::new(connections)))
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
        Migrator::up(&*transaction, None).await?;
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
        insert_ring_key(&self.alone(), key).await
    }

    /// The same to a ring that is in use, with the event that tells of it.
    pub async fn add_next_ring_key(&self, key: &WrappedKey, event: &Event) -> Result<bool, StorageError> {
        let transaction = self.begin().await?;
        let is_added = insert_ring_key(&*transaction, key).await?;
        if is_added {
            add_event(&*transaction, event).await?;
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
                .exec(&*transaction)
                .await?;
            if done.rows_affected != 1 {
                transaction.rollback().await?;
                return Ok(false);
            }
        }
        add_event(&*transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), StorageError> {
        Ok(within(self.longest(), self.reader().ping()).await?)
    }

    /// Closes all connections, after which every use is [`StorageError::Unavailable`].
    pub async fn close(&self) -> Result<(), StorageError> {
        if let Some(single) = self.single() {
            single.together.writer().close().await;
            single.readers.close().await;
        }
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

    /// What statements that read run on, each for itself.
    pub(super) fn readers(&self) -> Reader<'_> {
        self.single().map_or_else(|| Reader::Executor((&self.0.reader).into()), |one| Reader::Kept(&one.readers))
    }

    /// What a statement that stands alone and writes runs on.
    pub(super) fn alone(&self) -> Writer<'_> {
        self.single().map_or_else(|| Writer::Itself((&self.0.writer).into()), |one| Writer::Together(&one.together))
    }

    /// What single statements run on, on SQLite.
    pub(super) fn single(&self) -> Option<&Single> {
        self.0.single.as_ref()
    }

    pub(super) async fn begin(&self) -> Result<Transaction, StorageError> {
        // The wait for SQLite's turn has its own bound; the time on top is for the statement.
        let time = if self.backend() == DbBackend::Sqlite { 2 * PATIENCE } else { self.longest() };
        Ok(within(time, self.begin_in_turn()).await?)
    }

    async fn begin_in_turn(&self) -> Result<Transaction, DbErr> {
        let turn = match self.single() {
            Some(single) => Some(single.together.writer().turn().await?),
            None => None,
        };
        let inner = self.0.writer.begin_with_options(writing(self.backend())).await?;
        Ok(Transaction::new(inner, turn))
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
fn writing(backend: DbBackend) -> TransactionOptions {
    let mode = (backend == DbBackend::Sqlite).then_some(SqliteTransactionMode::Immediate);
    TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() }
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
