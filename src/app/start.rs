//! What must hold before a node works on a database: the schema is not ahead of the program, and the clocks agree.

use anyhow::{Context as _, bail};
use tracing::warn;

use crate::domain::clock::Clock;
use crate::flows::health::{Skew, skew};
use crate::storage::Database;

/// Refuses a database that a newer program changed, and clocks that are too far apart.
pub(super) async fn check(database: &Database, clock: &dyn Clock) -> anyhow::Result<()> {
    if let Some(newer) = database.newer_schema().await.context("the database's schema cannot be read")? {
        bail!(
            "the database's schema is newer than this program: it is at {}, this program knows {} at most; run the newer \
             version",
            newer.database,
            newer.program
        );
    }
    let before = clock.now();
    let Some(theirs) = database.clock().await.context("the database's clock cannot be read")? else { return Ok(()) };
    let after = clock.now();
    let apart = skew(before, theirs, after);
    match Skew::of(apart) {
        Skew::Fine => {}
        Skew::Warn => warn!(milliseconds = apart / 1000, "this node's clock and the database's differ"),
        Skew::Refuse => bail!(
            "this node's clock and the database's differ by {} seconds; 30 are the most that is safe: set the clock",
            apart / 1_000_000
        ),
    }
    Ok(())
}
