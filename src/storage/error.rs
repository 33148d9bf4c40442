//! What can go wrong in storage, sorted by what a caller can do about it.
//!
//! `Display` never carries SQL or values: what reaches a log is the kind, the table and the row's key.

use std::error::Error;
use std::fmt;

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use thiserror::Error as ThisError;

/// Whether an error may vanish when the whole unit of work is tried again.
pub trait Transient {
    /// `true`: nothing was written, and another try may succeed.
    fn is_transient(&self) -> bool;
}

/// Why a statement or a transaction failed.
#[derive(Debug, ThisError)]
pub enum StorageError {
    /// The database cannot be reached, is full, or took too long. An answer may say "try again later".
    #[error("the database is not available")]
    Unavailable(#[source] Cause),
    /// Another transaction was in the way; the unit of work can be run again.
    #[error("the transaction lost against another one")]
    Transient(#[source] Cause),
    /// A row with this key is already there, or the row it belongs to is not.
    #[error("the row conflicts with what is stored")]
    Conflict(#[source] Cause),
    /// A row says something that this program never writes.
    #[error("row {row} of {table} makes no sense")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
    },
    /// A sealed value does not open: it was changed or moved, or its key is not in the ring.
    #[error("a sealed value in row {row} of {table} does not open")]
    Sealed {
        /// The table.
        table: &'static str,
        /// The row's key.
        row: String,
    },
    /// A write was asked of a reader.
    #[error("writes need a transaction")]
    ReadOnly,
    /// The URL is not one of a database that this program can use.
    #[error("{0}")]
    Unsupported(&'static str),
    /// Anything else.
    #[error("the database refused a statement")]
    Other(#[source] Cause),
}

/// The driver's error. Even `Debug` shows no bound value: drivers quote those in their details.
pub struct Cause(DbErr);

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (database_code(&self.0), driver(&self.0)) {
            (Some(code), _) => write!(f, "database error {code}"),
            // Of the driver's own errors only those without a part of the row are told.
            (None, Some(sqlx::Error::Io(error))) => write!(f, "input or output failed: {}", error.kind()),
            (None, Some(sqlx::Error::PoolTimedOut)) => f.write_str("no connection became free"),
            (None, Some(sqlx::Error::PoolClosed)) => f.write_str("the connections are closed"),
            (None, Some(sqlx::Error::Protocol(_))) => f.write_str("the database's answer was not understood"),
            (None, Some(sqlx::Error::BeginFailed)) => f.write_str("the transaction did not begin"),
            (None, Some(_)) => f.write_str("the database driver failed"),
            (None, None) => f.write_str(kind(&self.0)),
        }
    }
}

impl Error for Cause {}

#[expect(clippy::wildcard_enum_match_arm, reason = "the driver's list is open")]
fn kind(error: &DbErr) -> &'static str {
    match error {
        DbErr::ConnectionAcquire(_) => "no connection became free",
        DbErr::Conn(_) => "the connection failed",
        DbErr::Migration(_) | DbErr::Custom(_) => "the schema is not the one of this program's version",
        DbErr::Type(_) | DbErr::TryIntoErr { .. } => "a column has another type than expected",
        _ => "the statement could not be run",
    }
}

impl From<DbErr> for StorageError {
    fn from(error: DbErr) -> Self {
        let code = database_code(&error).unwrap_or_default();
        let cause = Cause(error);
        if is_lost_race(&code) {
            Self::Transient(cause)
        } else if is_out_of_reach(&cause.0, &code) {
            Self::Unavailable(cause)
        } else if is_conflict(&cause.0) {
            Self::Conflict(cause)
        } else {
            Self::Other(cause)
        }
    }
}

impl Transient for StorageError {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Transient(_))
    }
}

impl StorageError {
    /// A database that says nothing.
    #[must_use]
    pub fn silence() -> Self {
        super::bounded::silence().into()
    }

    /// Whether the database was out of reach, so that the answer is 503 and not 500.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        // Who has lost against others five times in a row meets a database under too much load.
        matches!(self, Self::Unavailable(_) | Self::Transient(_))
    }
}

fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    let (DbErr::Conn(cause) | DbErr::Exec(cause) | DbErr::Query(cause)) = error else { return None };
    if let RuntimeErr::SqlxError(error) = cause { Some(error) } else { None }
}

/// The database's own code: SQLSTATE, or the extended result code of SQLite.
fn database_code(error: &DbErr) -> Option<String> {
    driver(error)?.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}

/// Serialization failure, deadlock, lock not available; busy and locked in their variants.
fn is_lost_race(code: &str) -> bool {
    matches!(code, "40001" | "40P01" | "55P03" | "5" | "6" | "261" | "262" | "517" | "773")
}

fn is_out_of_reach(error: &DbErr, code: &str) -> bool {
    let by_driver = match driver(error) {
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            // A connection that was cut in the middle of an answer, or whose transaction did not begin.
            | sqlx::Error::Protocol(_)
            | sqlx::Error::BeginFailed,
        ) => true,
        Some(_) => false,
        None => matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)),
    };
    // SQLSTATE: 08 connection, 53 no resources, 57 cancelled (also by the statement timeout) or shutting down.
    let by_state = code.len() == 5 && ["08", "53", "57"].contains(&&code[..2]);
    // SQLite: read-only, input or output, full, cannot open; the low byte of an extended code is its family.
    let by_family = code.len() < 5 && code.parse::<u32>().is_ok_and(|code| [8, 10, 13, 14].contains(&(code & 0xff)));
    by_driver || by_state || by_family
}

fn is_conflict(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_)))
}
