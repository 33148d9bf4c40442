//! Connections to SQLite that stay at hand: for single reads, and for statements that write alone.
//!
//! The driver's pool asks each connection that comes back whether it still answers. That is a task, and a second journey to
//! the connection's thread, for every statement. A connection to a file on this machine need not
//! be asked: one whose statement failed, or was given up, is closed here instead of being kept. The one that came back last
//! is taken first, so that a few stay warm. Transactions are the pool's.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::sea_query::Values;
use sea_orm::sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions as _, Connection as _};
use sea_orm::{ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::sqlite::PATIENCE;
use super::statements::Statements;

/// A few connections with the same settings, each opened when it is first needed.
#[derive(Debug)]
pub(super) struct Kept {
    settings: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    turns: Arc<Semaphore>,
    most: u32,
    statements: Statements,
}

impl Kept {
    /// At most so many connections. What they run is counted in `statements`.
    pub(super) fn new(settings: SqliteConnectOptions, most: u32, statements: Statements) -> Self {
        let turns = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1)));
        Self { settings, idle: Mutex::default(), turns, most, statements }
    }

    /// The right to one of the connections, whether or not it is used: in the order of asking.
    pub(super) async fn turn(&self) -> Result<OwnedSemaphorePermit, DbErr> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned());
        let turn = turn.await.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        turn.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))
    }

    /// One of the connections. It is closed unless it is given back.
    pub(super) async fn take(&self) -> Result<Taken<'_>, DbErr> {
        let turn = self.turn().await?;
        let idle = self.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.settings.connect().await.map_err(|error| DbErr::Conn(cause(error)))?,
        };
        Ok(Taken { connection, statements: &self.statements, turn })
    }

    /// Keeps a connection that is in order, for the next.
    pub(super) fn give_back(&self, taken: Taken<'_>) {
        let Taken { connection, turn, .. } = taken;
        self.lock().push(connection);
        // Only now: whoever is next finds it.
        drop(turn);
    }

    /// Waits for what is under way and closes all; nothing more is taken.
    pub(super) async fn close(&self) {
        // Closed before, it has nothing under way.
        let _all = self.turns.acquire_many(self.most).await;
        self.turns.close();
        let idle = std::mem::take(&mut *self.lock());
        for connection in idle {
            // One that does not close in order is closed with the program.
            let _closed = connection.close().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    connection: SqliteConnection,
    statements: &'a Statements,
    turn: OwnedSemaphorePermit,
}

impl Taken<'_> {
    /// Runs a statement that gives no rows.
    pub(super) async fn execute(&mut self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.statements.add(&statement.sql);
        query(statement).execute(&mut self.connection).await.map(ExecResult::from).map_err(not_executed)
    }

    /// Runs one that begins or ends a transaction. Not counted.
    pub(super) async fn control(&mut self, sql: &'static str) -> Result<(), DbErr> {
        sqlx::query(sql).execute(&mut self.connection).await.map(|_done| ()).map_err(not_executed)
    }

    async fn one(&mut self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.statements.add(&statement.sql);
        let row = query(statement).fetch_optional(&mut self.connection).await.map_err(not_read)?;
        Ok(row.map(QueryResult::from))
    }

    async fn all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.statements.add(&statement.sql);
        let rows = query(statement).fetch_all(&mut self.connection).await.map_err(not_read)?;
        Ok(rows.into_iter().map(QueryResult::from).collect())
    }
}

fn query(Statement { sql, values, .. }: Statement) -> sqlx::query::Query<'static, Sqlite, SqlxValues> {
    let values = values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(sql), SqlxValues(values))
}

fn not_executed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(cause(error))
}

fn not_read(error: sqlx::Error) -> DbErr {
    DbErr::Query(cause(error))
}

fn cause(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(Arc::new(error))
}

/// What the trait's methods answer.
type Answer<'f, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'f>>;

/// Each statement for itself.
impl ConnectionTrait for Kept {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    fn execute_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, ExecResult>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async move {
            let mut taken = self.take().await?;
            let done = taken.execute(statement).await?;
            self.give_back(taken);
            Ok(done)
        })
    }

    fn execute_unprepared<'s, 'q, 'f>(&'s self, sql: &'q str) -> Answer<'f, ExecResult>
    where
        's: 'f,
        'q: 'f,
        Self: 'f,
    {
        self.execute_raw(Statement::from_string(DbBackend::Sqlite, sql))
    }

    fn query_one_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Option<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async move {
            let mut taken = self.take().await?;
            let row = taken.one(statement).await?;
            self.give_back(taken);
            Ok(row)
        })
    }

    fn query_all_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Vec<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        Box::pin(async move {
            let mut taken = self.take().await?;
            let rows = taken.all(statement).await?;
            self.give_back(taken);
            Ok(rows)
        })
    }
}
