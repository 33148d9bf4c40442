//! Fills an empty database from a backup.

use std::io::{BufRead as _, BufReader, Read};

use serde_json::json;

use crate::crypto::backup::SealedReader;
use crate::crypto::ring::MasterKey;
use crate::domain::clock::Clock;
use crate::domain::event::EventName;
use crate::domain::random::Random;
use crate::flows::events;
use crate::storage::{BackupError, Database};

/// Restores a sealed backup into `database`, which must be empty and have the schema of this program: all of it or
/// nothing. Returns the number of rows.
///
/// Sessions, grants, codes and running sign-ins are in no backup, so that nothing that was used or ended since can be used
/// again (fault experiment F27): everyone signs in anew.
///
/// # Errors
/// The backup is damaged, of another master key or another schema; the database is not empty; or one of them fails.
pub async fn restore<R: Read>(
    database: &Database,
    master_key: &MasterKey,
    input: R,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<u64, BackupError> {
    let sealed = SealedReader::open(input, master_key)?;
    let now = clock.now();
    let event = |head: &crate::storage::BackupHead| {
        let detail = json!({ "taken_at": head.taken_at, "version": head.version });
        events::of_installation(random, now, EventName::BackupRestored, detail)
    };
    database.load(BufReader::new(sealed).lines(), event).await
}
