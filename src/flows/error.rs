//! What goes wrong in a flow besides the refusals that its outcome names.

use thiserror::Error;

use crate::crypto::hashing::HashError;
use crate::storage::{StorageError, Transient};

/// An error that rolls back. Doors answer it with 503 where waiting helps and with a bare failure otherwise; the
/// source goes to the log, once.
#[derive(Debug, Error)]
pub enum Error {
    /// The server cannot hash one more password in time; the client may try again after so many seconds.
    #[error("too busy")]
    Busy {
        /// Seconds to wait.
        retry_after_secs: u64,
    },
    /// Too many requests of this kind came from there, or at that pool; the client may try again after so many seconds.
    #[error("too many requests")]
    TooMany {
        /// Seconds to wait.
        retry_after_secs: u64,
    },
    /// The database failed.
    #[error("storage")]
    Storage(#[from] StorageError),
    /// Something that cannot happen did.
    #[error("internal: {0}")]
    Internal(&'static str),
}

impl Transient for Error {
    fn is_transient(&self) -> bool {
        matches!(self, Self::Storage(source) if source.is_transient())
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy { retry_after_secs } => Self::Busy { retry_after_secs },
            HashError::TooLong | HashError::BadStoredHash | HashError::UnknownPepper(_) | HashError::Stopped => {
                Self::Internal("a password that had passed its checks could not be hashed")
            }
        }
    }
}
