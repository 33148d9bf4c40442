//! What a start asks of the database before it changes anything: how far its schema is, and what time it has.

use std::collections::BTreeSet;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Database, StorageError};
use crate::domain::clock::Micros;

/// The schema is ahead of this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewerSchema {
    /// The last change that the database has.
    pub database: String,
    /// The last change that this program knows.
    pub program: String,
}

impl Database {
    /// Whether the database has changes that this program does not know: then a newer one runs, or ran, on it.
    pub async fn newer_schema(&self) -> Result<Option<NewerSchema>, StorageError> {
        let reader = self.reader();
        let is_there = if self.backend() == DbBackend::Sqlite {
            "SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'seaql_migrations'"
        } else {
            "SELECT COUNT(*) AS n FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'seaql_migrations'"
        };
        let found = reader.query_one_raw(Statement::from_string(self.backend(), is_there)).await?;
        if found.map(|row| row.try_get::<i64>("", "n")).transpose()?.unwrap_or(0) == 0 {
            return Ok(None);
        }
        let applied = Statement::from_string(self.backend(), "SELECT version FROM seaql_migrations");
        let applied = reader.query_all_raw(applied).await?;
        let applied = applied.iter().map(|row| row.try_get("", "version")).collect::<Result<BTreeSet<String>, _>>()?;
        let known: BTreeSet<String> = Migrator::migrations().iter().map(|change| change.name().to_owned()).collect();
        let unknown = applied.difference(&known).last().cloned();
        Ok(unknown.map(|database| NewerSchema { database, program: known.last().cloned().unwrap_or_default() }))
    }

    /// The time of the database's machine; `None` where it is this one (SQLite). Only for comparing clocks and setting
    /// them: no statement decides by it.
    pub async fn clock(&self) -> Result<Option<Micros>, StorageError> {
        if self.backend() == DbBackend::Sqlite {
            return Ok(None);
        }
        let now = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now";
        let row = self.reader().query_one_raw(Statement::from_string(self.backend(), now)).await?;
        Ok(row.map(|row| row.try_get("", "now")).transpose()?.map(Micros))
    }
}
