//! Statements that write alone and come at once share one commit, on SQLite: there one of them writes at a time, and the
//! disk is asked to keep each commit for itself. A hundred apps that refresh at once wait for a few commits, not for a
//! hundred.
//!
//! Nobody waits for company: what comes while nothing is under way runs at once and by itself. What comes meanwhile is
//! run next, in one transaction and in the order of its coming. Each statement has its own answer, given after the
//! commit; where one of them fails, the transaction is undone and each is run by itself, so that nobody's failure is
//! another's. PostgreSQL has many who write at once and shares commits by itself: it has no part in this.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sea_orm::{ConnectionTrait, DatabaseExecutor, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

use super::bounded::silence;
use super::kept::Kept;

/// Statements of one commit, at most: whoever begins a unit of work waits for them.
const MOST: usize = 64;

/// The statements that wait for their turn to write. Cheap to clone: all clones are one.
#[derive(Clone, Debug)]
pub(super) struct Together {
    writer: Arc<Kept>,
    /// Where they are run: whoever asked for one may be gone before it is answered, and the others still wait.
    runtime: Handle,
    queue: Arc<Mutex<Queue>>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Waiting>,
    is_served: bool,
}

#[derive(Debug)]
struct Waiting {
    statement: Statement,
    answer: oneshot::Sender<Result<ExecResult, DbErr>>,
}

impl Together {
    /// On the connection that writes; to be made where the server's own work runs.
    pub(super) fn new(writer: Kept) -> Self {
        Self { writer: Arc::new(writer), runtime: Handle::current(), queue: Arc::default() }
    }

    /// The connection itself, for what does not wait for company.
    pub(super) fn writer(&self) -> &Kept {
        &self.writer
    }

    /// Runs a statement, and answers when it is committed. Whoever stops waiting leaves open whether it happens.
    async fn run(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let (answer, answered) = oneshot::channel();
        let is_idle = {
            let mut queue = self.lock();
            queue.waiting.push(Waiting { statement, answer });
            !std::mem::replace(&mut queue.is_served, true)
        };
        if is_idle {
            self.runtime.spawn(Turn { together: self.clone(), is_over: false }.take());
        }
        answered.await.unwrap_or_else(|_| Err(silence()))
    }

    /// The next that share a commit; none, when nobody waits, and then nobody serves.
    fn next(&self) -> Vec<Waiting> {
        let mut queue = self.lock();
        let batch: Vec<Waiting> = {
            let count = queue.waiting.len().min(MOST);
            queue.waiting.drain(..count).collect()
        };
        queue.is_served = !batch.is_empty();
        batch
    }

    async fn commit(&self, batch: Vec<Waiting>) {
        match self.all_or_none(&batch).await {
            Ok(results) => {
                for (waiting, result) in batch.into_iter().zip(results) {
                    waiting.tell(Ok(result));
                }
            }
            Err(Failure::Statement) => {
                for waiting in batch {
                    waiting.alone(&self.writer).await;
                }
            }
            Err(Failure::Transaction(error)) => {
                for waiting in batch {
                    waiting.tell(Err(error.clone()));
                }
            }
        }
    }

    async fn all_or_none(&self, batch: &[Waiting]) -> Result<Vec<ExecResult>, Failure> {
        let mut taken = self.writer.take().await.map_err(Failure::Transaction)?;
        taken.control("BEGIN IMMEDIATE").await.map_err(Failure::Transaction)?;
        let mut results = Vec::with_capacity(batch.len());
        for waiting in batch {
            let Ok(result) = taken.execute(waiting.statement.clone()).await else {
                // SQLite may have undone it already. The connection is not kept: closed, it is in no transaction.
                let _rolled_back = taken.control("ROLLBACK").await;
                return Err(Failure::Statement);
            };
            results.push(result);
        }
        taken.control("COMMIT").await.map_err(Failure::Transaction)?;
        self.writer.give_back(taken);
        Ok(results)
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why nothing of a batch was written.
enum Failure {
    /// One of the statements failed.
    Statement,
    /// It did not begin, or did not commit.
    Transaction(DbErr),
}

impl Waiting {
    async fn alone(self, writer: &Kept) {
        // Who asked may be gone.
        let _heard = self.answer.send(writer.execute_raw(self.statement).await);
    }

    fn tell(self, result: Result<ExecResult, DbErr>) {
        // Who asked may be gone.
        let _heard = self.answer.send(result);
    }
}

/// The turn of one who serves, until nobody waits. If it ends before that, those who wait are told, and the next to come
/// begins anew.
struct Turn {
    together: Together,
    is_over: bool,
}

impl Turn {
    async fn take(mut self) {
        loop {
            match <[Waiting; 1]>::try_from(self.together.next()) {
                Ok([one]) => one.alone(&self.together.writer).await,
                Err(none) if none.is_empty() => break,
                Err(several) => self.together.commit(several).await,
            }
        }
        self.is_over = true;
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if !self.is_over {
            let mut queue = self.together.lock();
            queue.is_served = false;
            queue.waiting.clear();
        }
    }
}

/// What statements that write run on.
#[derive(Debug)]
pub(super) enum Writer<'a> {
    /// A transaction, or a connection that lets many write.
    Itself(DatabaseExecutor<'a>),
    /// A connection whose commits are shared.
    Together(&'a Together),
}

/// What the trait's methods answer.
type Answer<'f, T> = std::pin::Pin<Box<dyn Future<Output = Result<T, DbErr>> + Send + 'f>>;

impl ConnectionTrait for Writer<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Itself(executor) => executor.get_database_backend(),
            Self::Together(_) => DbBackend::Sqlite,
        }
    }

    fn execute_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, ExecResult>
    where
        's: 'f,
        Self: 'f,
    {
        match self {
            Self::Itself(executor) => executor.execute_raw(statement),
            Self::Together(together) => Box::pin(together.run(statement)),
        }
    }

    fn execute_unprepared<'s, 'q, 'f>(&'s self, sql: &'q str) -> Answer<'f, ExecResult>
    where
        's: 'f,
        'q: 'f,
        Self: 'f,
    {
        match self {
            Self::Itself(executor) => executor.execute_unprepared(sql),
            Self::Together(together) => together.writer.execute_unprepared(sql),
        }
    }

    fn query_one_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Option<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        match self {
            Self::Itself(executor) => executor.query_one_raw(statement),
            Self::Together(together) => together.writer.query_one_raw(statement),
        }
    }

    fn query_all_raw<'s, 'f>(&'s self, statement: Statement) -> Answer<'f, Vec<QueryResult>>
    where
        's: 'f,
        Self: 'f,
    {
        match self {
            Self::Itself(executor) => executor.query_all_raw(statement),
            Self::Together(together) => together.writer.query_all_raw(statement),
        }
    }
}
