//! The text of a statement that is run often and differs in one value only: written once for each database. Writing one
//! that names the columns of three tables takes longer than finding its row.

use std::sync::OnceLock;

use sea_orm::{DbBackend, Statement, Value};

/// A text, as soon as somebody needed it.
#[derive(Debug, Default)]
pub(super) struct Text {
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl Text {
    /// Not yet written.
    pub(super) const fn new() -> Self {
        Self { sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// The statement with `value`. `write` writes it for a value whatever, which must be the only one in it.
    pub(super) fn with(&self, backend: DbBackend, value: Value, write: impl FnOnce() -> Statement) -> Statement {
        let text = if backend == DbBackend::Postgres { &self.postgres } else { &self.sqlite };
        let text = text.get_or_init(|| {
            let written = write();
            debug_assert!(written.values.is_some_and(|values| values.0.len() == 1), "{}", written.sql);
            written.sql
        });
        Statement::from_sql_and_values(backend, text, [value])
    }
}
