//! Schema changes: one change per file, one source for SQLite and PostgreSQL.
