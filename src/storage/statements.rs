//! Counts the statements that were run: they decide the speed of a request, so tests hold them to a budget.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::DatabaseConnection;

/// Statements run so far; `BEGIN` and `COMMIT` are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementCount {
    /// Statements that only read.
    pub reads: u64,
    /// Statements that write.
    pub writes: u64,
}

impl StatementCount {
    /// What was run since `earlier`.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self { reads: self.reads.saturating_sub(earlier.reads), writes: self.writes.saturating_sub(earlier.writes) }
    }
}

/// The counters that all connections of one database share.
#[derive(Clone, Debug, Default)]
pub(super) struct Statements(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    reads: AtomicU64,
    writes: AtomicU64,
}

impl Counters {
    fn add(&self, sql: &str) {
        let counter = if sql.starts_with("SELECT") { &self.reads } else { &self.writes };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Statements {
    /// Counts what `connection`, and every transaction begun on it, runs from now on.
    pub(super) fn watch(&self, connection: &mut DatabaseConnection) {
        let counters = Arc::clone(&self.0);
        connection.set_metric_callback(move |info| {
            counters.add(&info.statement.sql);
        });
    }

    /// Counts one statement.
    pub(super) fn add(&self, sql: &str) {
        self.0.add(sql);
    }

    pub(super) fn count(&self) -> StatementCount {
        StatementCount { reads: self.0.reads.load(Ordering::Relaxed), writes: self.0.writes.load(Ordering::Relaxed) }
    }
}
