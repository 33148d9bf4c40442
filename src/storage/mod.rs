//! The only place that knows sea-orm: entities, repositories, units of work.
//!
//! Repositories are concrete and take times and ids as arguments. What must be read back is sealed on the way in and
//! opened on the way out, bound to its table, column, row and pool; what a bearer presents arrives here as a keyed hash
//! already. Anything single-use is one conditional `UPDATE` and its row count. No rule of sign-in lives here.

mod backup;
mod bounded;
mod database;
mod entities;
mod error;
mod kept;
mod repos;
mod safety;
mod sqlite;
mod start;
mod statements;
mod together;
mod transaction;
mod tx;

pub use self::backup::{APART, BackupError, BackupHead, KEPT, LEFT_OUT, schema};
pub use self::database::{ConnectOptions, Database};
pub use self::error::{Cause, StorageError, Transient};
pub use self::repos::*;
pub use self::safety::Safety;
pub use self::start::NewerSchema;
pub use self::statements::StatementCount;
pub use self::tx::{Alone, Storage, Tx};
