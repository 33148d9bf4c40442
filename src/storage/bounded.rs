//! Reads that end. A database that hangs, or whose machine is gone, keeps its connections open and says nothing: a server-side
//! timeout does not help then, so the time is taken here. And reads that SQLite need not plan each time.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseExecutor, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement, Value, Values,
};

use super::kept::Kept;

/// Longest time at SQLite, which is on this machine: a statement there is slow, never lost.
pub(super) const LONGEST_ON_SQLITE: Duration = Duration::from_mins(1);

/// What statements that read run on.
#[derive(Debug)]
pub(super) enum Reader<'a> {
    /// A transaction, or a pool.
    Executor(DatabaseExecutor<'a>),
    /// Connections that are kept at hand.
    Kept(&'a Kept),
}

/// A reader whose statements end.
#[derive(Debug)]
pub(super) struct Bounded<'a> {
    reader: Reader<'a>,
    longest: Duration,
}

impl<'a> Bounded<'a> {
    /// Gives each statement `longest`, the wait for its connection included.
    pub(super) fn new(reader: Reader<'a>, longest: Duration) -> Self {
        Self { reader, longest }
    }
}

/// What the trait's methods answer.
type Answer<'f, T> = Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'f>>;

impl ConnectionTrait for Bounded<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match &self.reader {
            Reader::Executor(executor) => executor.get_database_backend(),
            Reader::Kept(kept) => kept.get_database_backend(),
        }
    }

    fn execute_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, ExecResult>
    where
        's: 'f,
        Self: 'f,
    {
        let work = match &self.reader {
            Reader::Executor(executor) => executor.execute_raw(statement),
            Reader::Kept(kept) => kept.execute_raw(statement),
        };
        Box::pin(within(self.longest, work))
    }

    fn execute_unprepared<'s, 'q, 'f>(&'s self, sql: &'q str) -> Answer<'f, ExecResult>
    where
        's: 'f,
        'q: 'f,
        Self: 'f,
    {
        let work = match &self.reader {
            Reader::Executor(executor) => executor.execute_unprepared(sql),
            Reader::Kept(kept) => kept.execute_unprepared(sql),
        };
        Box::pin(within(self.longest, work))
    }

    fn query_one_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Option<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        let statement = planned_once(statement);
        let work = match &self.reader {
            Reader::Executor(executor) => executor.query_one_raw(statement),
            Reader::Kept(kept) => kept.query_one_raw(statement),
        };
        Box::pin(within(self.longest, work))
    }

    fn query_all_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Vec<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        let statement = planned_once(statement);
        let work = match &self.reader {
            Reader::Executor(executor) => executor.query_all_raw(statement),
            Reader::Kept(kept) => kept.query_all_raw(statement),
        };
        Box::pin(within(self.longest, work))
    }
}

/// The end of a statement whose limit is bound, as SQLite's dialect writes it.
const BOUND_LIMIT: &str = " LIMIT ?";

/// The same with its limit written out. SQLite (since 3.49, `sqlite3ExprIsInteger`) looks at a bound one when it plans, and so
/// plans the statement again whenever it is bound, which costs more than a read by a key does.
fn planned_once(mut statement: Statement) -> Statement {
    if statement.db_backend == DbBackend::Sqlite
        && let Some(rest) = statement.sql.strip_suffix(BOUND_LIMIT)
        && let Some(Values(values)) = &mut statement.values
        && let Some(Value::BigUnsigned(Some(limit))) = values.last()
    {
        statement.sql = format!("{rest} LIMIT {limit}");
        values.pop();
    }
    statement
}

/// What `work` answers, or that the database did not answer in `time`. Work that is given up is dropped: a transaction in
/// it is rolled back, and of a commit in it nobody knows whether it happened.
pub(super) async fn within<T>(time: Duration, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
    tokio::time::timeout(time, work).await.unwrap_or_else(|_| Err(silence()))
}

/// The error of a database that says nothing.
pub(super) fn silence() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the database did not answer in time".to_owned()))
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use sea_orm::{EntityTrait as _, QuerySelect as _, QueryTrait as _};

    use super::{DbBackend, Duration, Statement, Value, planned_once, within};
    use crate::storage::StorageError;
    use crate::storage::entities::pools;

    fn shown(statement: &Statement) -> (&str, usize) {
        let from = statement.sql.find(" FROM ").unwrap();
        (&statement.sql[from..], statement.values.as_ref().map_or(0, |values| values.0.len()))
    }

    #[test]
    fn a_bound_limit_is_written_out_for_sqlite_only() {
        let one = pools::Entity::find_by_id("xx_1").limit(1);
        let bound = one.build(DbBackend::Sqlite);
        assert_eq!(shown(&bound), (r#" FROM "pools" WHERE "pools"."id" = ? LIMIT ?"#, 2));
        let written = planned_once(bound.clone());
        assert_eq!(shown(&written), (r#" FROM "pools" WHERE "pools"."id" = ? LIMIT 1"#, 1));
        assert_eq!(planned_once(written.clone()), written);
        let elsewhere = one.build(DbBackend::Postgres);
        assert_eq!(planned_once(elsewhere.clone()), elsewhere);
        let in_part = pools::Entity::find().limit(2).offset(3).build(DbBackend::Sqlite);
        assert_eq!(planned_once(in_part.clone()), in_part);
        let of_text = Statement::from_sql_and_values(DbBackend::Sqlite, "SELECT 1 FROM x LIMIT ?", [Value::from("1")]);
        assert_eq!(planned_once(of_text.clone()), of_text);
    }

    /// F8.
    #[tokio::test]
    async fn silence_is_a_database_out_of_reach() {
        let error = within::<()>(Duration::from_millis(1), pending()).await.map_err(StorageError::from).unwrap_err();
        assert!(error.is_unavailable(), "{error:?}");
        assert_eq!(within(Duration::from_mins(1), async { Ok(7) }).await.unwrap(), 7);
    }
}
