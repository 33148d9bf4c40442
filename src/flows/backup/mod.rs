//! Backup and restore: the whole installation in one sealed file, taken while it runs.
//!
//! Refuses to know where the file lies: it reads and writes streams.

mod restore;
mod take;

pub use self::restore::restore;
pub use self::take::take;
pub use crate::storage::BackupError;
