//! All lasting rows of the database as lines of JSON, and back. Knows nothing of files and of how they are sealed; sealed
//! cells stay as they are, under the ring, whose wrapped keys go with them.
//!
//! What is used once or ends by itself is left out, on purpose: a code that was used, a refresh token that was replaced, a
//! session that ended after the backup was taken cannot come back to life by a restore, since none of them is in it. The
//! price is that everyone signs in again. Of authenticator apps, whose secrets last, the codes of the moment are used up. A backup can be restored into either kind of database.

mod tables;

use std::io;

use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    AccessMode, ConnectionTrait, DbBackend, EntityTrait, IsolationLevel, QuerySelect, TransactionOptions,
    TransactionTrait,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use self::tables::{APART, KEPT, LEFT_OUT};
use super::entities::spare_keys;
use super::repos::add_event;
use super::transaction::Transaction;
use super::{Database, StorageError};
use crate::crypto::totp;
use crate::domain::event::Event;

/// Rows that are inserted by one statement.
const BATCH: usize = 200;

/// Why a backup was not taken or not restored. Nothing was written to the database.
#[derive(Debug, Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The backup cannot be read or written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It was made by a program with another schema.
    #[error(
        "the backup has the schema {found} of Vestibule {version}; this program has {ours}: restore it with that version, \
         then start the newer one"
    )]
    OtherSchema {
        /// The backup's.
        found: String,
        /// The program that made it.
        version: String,
        /// This program's.
        ours: String,
    },
    /// There is something in the database already.
    #[error("the database is not empty ({0} has rows): a backup is restored into a new one")]
    NotEmpty(&'static str),
    /// It opens, but says something that no backup says.
    #[error("line {0} of the backup makes no sense")]
    Senseless(usize),
}

/// The first line: what made the backup, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHead {
    /// Version of the program.
    pub version: String,
    /// The latest change of its schema.
    pub schema: String,
    /// When, in microseconds since the epoch.
    pub taken_at: i64,
}

/// One line after the first.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    /// The rows of this table follow.
    Table(String),
    /// A row, as JSON within JSON: which type it has depends on the table.
    Row(String),
    /// Nothing follows; so many rows went before.
    End(u64),
}

/// The name of the latest change that this program makes to the schema.
#[must_use]
pub fn schema() -> String {
    Migrator::migrations().last().map(|change| change.name().to_owned()).unwrap_or_default()
}

impl Database {
    /// Writes every lasting row to `line`, as they are at one moment, while others go on reading and writing. Returns their
    /// number.
    ///
    /// # Errors
    /// The database or `line` fails.
    pub async fn dump(
        &self,
        head: &BackupHead,
        line: &mut impl FnMut(&str) -> io::Result<()>,
    ) -> Result<u64, BackupError> {
        // On SQLite every transaction reads one moment; PostgreSQL has to be asked.
        let mut snapshot = TransactionOptions::default();
        if self.reader().get_database_backend() == DbBackend::Postgres {
            snapshot.isolation_level = Some(IsolationLevel::RepeatableRead);
            snapshot.access_mode = Some(AccessMode::ReadOnly);
        }
        let transaction = self.reader().begin_with_options(snapshot).await.map_err(StorageError::from)?;
        patience_off(&transaction).await?;
        line(&json(head)?)?;
        let mut rows = 0;
        let mut write = |written: Line| {
            rows += u64::from(matches!(written, Line::Row(_)));
            line(&json(&written)?)
        };
        tables::dump(&transaction, &mut write).await?;
        transaction.rollback().await.map_err(StorageError::from)?;
        line(&json(&Line::End(rows))?)?;
        Ok(rows)
    }

    /// A table with something in it that needs the key ring, if there is one.
    ///
    /// # Errors
    /// The database fails.
    pub async fn first_in_use(&self) -> Result<Option<&'static str>, StorageError> {
        let transaction = self.begin().await?;
        let found = match tables::first_with_rows(&transaction).await? {
            Some(table) => Some(table),
            None => spare_keys::Entity::find().limit(1).one(&*transaction).await?.map(|_| "spare_keys"),
        };
        transaction.rollback().await?;
        Ok(found)
    }

    /// Fills an empty database with the schema of this program from the lines of a backup, and adds `event`: all or
    /// nothing. Returns the number of rows.
    ///
    /// # Errors
    /// The database is not empty, the backup is of another schema or makes no sense, or one of the two fails.
    pub async fn load(
        &self,
        mut lines: impl Iterator<Item = io::Result<String>>,
        event: impl FnOnce(&BackupHead) -> Event,
    ) -> Result<u64, BackupError> {
        let head: BackupHead = read(lines.next(), 1)?;
        let ours = schema();
        if head.schema != ours {
            return Err(BackupError::OtherSchema { found: head.schema, version: head.version, ours });
        }
        let transaction = self.begin().await?;
        patience_off(&transaction).await?;
        if let Some(table) = tables::first_with_rows(&transaction).await? {
            return Err(BackupError::NotEmpty(table));
        }
        let mut load = Load { transaction, table: String::new(), batch: Vec::new(), rows: 0 };
        for (line, number) in lines.zip(2..) {
            if !load.take(read(Some(line), number)?, number).await? {
                continue;
            }
            let event = event(&head);
            tables::use_up_codes(&load.transaction, totp::latest_step(event.at)).await?;
            add_event(&*load.transaction, &event).await?;
            load.transaction.commit().await.map_err(StorageError::from)?;
            return Ok(load.rows);
        }
        Err(BackupError::Senseless(0))
    }
}

/// A restore under way. Dropped before its commit, it leaves nothing.
struct Load {
    transaction: Transaction,
    table: String,
    batch: Vec<String>,
    rows: u64,
}

impl Load {
    /// Takes one line; `true`: it was the end, and the number of rows holds.
    async fn take(&mut self, line: Line, number: usize) -> Result<bool, BackupError> {
        match line {
            Line::Row(row) => {
                self.rows += 1;
                self.batch.push(row);
                if self.batch.len() == BATCH {
                    self.insert(number).await?;
                }
                Ok(false)
            }
            Line::Table(table) => {
                self.insert(number).await?;
                self.table = table;
                Ok(false)
            }
            Line::End(rows) => {
                self.insert(number).await?;
                if rows == self.rows { Ok(true) } else { Err(BackupError::Senseless(number)) }
            }
        }
    }

    async fn insert(&mut self, number: usize) -> Result<(), BackupError> {
        let batch = std::mem::take(&mut self.batch);
        if batch.is_empty() {
            return Ok(());
        }
        tables::insert(&self.transaction, &self.table, &batch, number).await
    }
}

/// PostgreSQL's limits on statements are for requests; a backup may take longer.
async fn patience_off(transaction: &sea_orm::DatabaseTransaction) -> Result<(), StorageError> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
        transaction.execute_unprepared("SET LOCAL idle_in_transaction_session_timeout = 0").await?;
    }
    Ok(())
}

fn json(value: &impl Serialize) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::from)
}

fn read<T: serde::de::DeserializeOwned>(line: Option<io::Result<String>>, number: usize) -> Result<T, BackupError> {
    let line = line.ok_or(BackupError::Senseless(number))??;
    serde_json::from_str(&line).map_err(|_| BackupError::Senseless(number))
}
