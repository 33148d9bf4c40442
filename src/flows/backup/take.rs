//! Takes a backup.

use std::io::Write;

use crate::crypto::backup::SealedWriter;
use crate::crypto::ring::MasterKey;
use crate::domain::clock::Clock;
use crate::domain::random::Random;
use crate::storage::{BackupError, BackupHead, Database, schema};

/// Writes a sealed backup of `database`, as it is at one moment, to `out`. Returns what was written to, and the number of
/// rows. Servers may go on working.
///
/// # Errors
/// The database or `out` fails: what was written then is not a backup.
pub async fn take<W: Write>(
    database: &Database,
    master_key: &MasterKey,
    out: W,
    clock: &dyn Clock,
    random: &dyn Random,
) -> Result<(W, u64), BackupError> {
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let head = BackupHead { version, schema: schema(), taken_at: clock.now().0 };
    let mut sealed = SealedWriter::begin(out, master_key, random)?;
    let mut line = |text: &str| {
        sealed.write_all(text.as_bytes())?;
        sealed.write_all(b"\n")
    };
    let rows = database.dump(&head, &mut line).await?;
    Ok((sealed.finish()?, rows))
}
