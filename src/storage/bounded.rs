//! Reads that end. A database that hangs, or whose machine is gone, keeps its connections open and says nothing: a server-side
//! timeout does not help then, so the time is taken here.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseExecutor, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};

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
        let work = match &self.reader {
            Reader::Executor(executor) => executor.query_all_raw(statement),
            Reader::Kept(kept) => kept.query_all_raw(statement),
        };
        Box::pin(within(self.longest, work))
    }
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

    use super::{Duration, within};
    use crate::storage::StorageError;

    /// F8.
    #[tokio::test]
    async fn silence_is_a_database_out_of_reach() {
        let error = within::<()>(Duration::from_millis(1), pending()).await.map_err(StorageError::from).unwrap_err();
        assert!(error.is_unavailable(), "{error:?}");
        assert_eq!(within(Duration::from_mins(1), async { Ok(7) }).await.unwrap(), 7);
    }
}
