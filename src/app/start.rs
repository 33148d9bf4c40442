//! What must hold before a node works on a database: the schema is not ahead of the program, and the clocks agree.

use anyhow::{Context as _, bail};
use tracing::warn;

use crate::domain::clock::Clock;
use crate::flows::health::skew;
use crate::storage::Database;

/// Microseconds by which the clocks may differ without a word.
const WARN: i64 = 2_000_000;
/// Microseconds by which they may differ at all: beyond, phases of keys and expiries would be wrong.
const REFUSE: i64 = 30_000_000;

/// What a comparison of clocks leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Skew {
    Fine,
    Warn,
    Refuse,
}

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
    match judge(apart) {
        Skew::Fine => {}
        Skew::Warn => warn!(milliseconds = apart / 1000, "this node's clock and the database's differ"),
        Skew::Refuse => bail!(
            "this node's clock and the database's differ by {} seconds; 30 are the most that is safe: set the clock",
            apart / 1_000_000
        ),
    }
    Ok(())
}

fn judge(skew: i64) -> Skew {
    let apart = skew.saturating_abs();
    if apart > REFUSE {
        Skew::Refuse
    } else if apart > WARN {
        Skew::Warn
    } else {
        Skew::Fine
    }
}

#[cfg(test)]
mod tests {
    use super::{Skew, judge, skew};
    use crate::domain::clock::Micros;

    /// Lesson L16.
    #[test]
    fn clocks_warn_beyond_two_seconds_and_refuse_beyond_thirty() {
        let at = |millis: i64| judge(skew(Micros(0), Micros(millis * 1000), Micros(1000)));
        assert_eq!((at(0), at(2001), at(2002), at(-2001)), (Skew::Fine, Skew::Fine, Skew::Warn, Skew::Warn));
        assert_eq!((at(30_001), at(30_002), at(-30_001)), (Skew::Warn, Skew::Refuse, Skew::Refuse));
    }
}
