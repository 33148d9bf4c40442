//! Whether this node can serve, and what can be read off it.

use std::time::Duration;

use tokio::time::timeout;

use crate::domain::clock::Micros;
use crate::flows::Deps;
use crate::limits::{Rate, Scope};
use crate::meters::{self, DatabaseState};

/// A probe that waits longer than this has its answer: whoever asks asks again in a few seconds.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a look at the database found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseHealth {
    /// It answers, and its schema is this program's.
    Current,
    /// It answers, and a newer version of this program has changed its schema: this node goes on until it is replaced.
    NewerSchema,
    /// It answers, and its schema lacks changes that this program needs.
    OlderSchema,
    /// It does not answer, or not in time.
    Silent,
}

impl DatabaseHealth {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::NewerSchema => "newer_schema",
            Self::OlderSchema => "older_schema",
            Self::Silent => "silent",
        }
    }
}

/// Looks whether the database answers in time and has the schema of this program.
pub async fn database(deps: &Deps) -> DatabaseHealth {
    let database = deps.storage.database();
    let look = async {
        if database.ping().await.is_err() {
            return DatabaseHealth::Silent;
        }
        match database.newer_schema().await {
            Ok(None) => {}
            Ok(Some(_)) => return DatabaseHealth::NewerSchema,
            Err(_) => return DatabaseHealth::Silent,
        }
        match database.pending_migrations().await {
            Ok(0) => DatabaseHealth::Current,
            Ok(_) => DatabaseHealth::OlderSchema,
            Err(_) => DatabaseHealth::Silent,
        }
    };
    timeout(PATIENCE, look).await.unwrap_or(DatabaseHealth::Silent)
}

/// Measures what is not counted where it happens: what waits, and how the database is. Never fails: what cannot be read
/// keeps the value that it had.
pub async fn observe(deps: &Deps) {
    meters::hashes_waiting(deps.hasher.waiting());
    for scope in Scope::ALL {
        meters::stuffing_suspected(scope.as_str(), deps.gate.suspicions(scope));
        for rate in Rate::ALL {
            meters::rate_refused(rate.as_str(), scope.as_str(), deps.gate.refused(rate, scope));
        }
    }
    let backlog = async { deps.storage.read().outbox().backlog().await };
    let backlog = timeout(PATIENCE, backlog).await.ok().and_then(Result::ok);
    if let Some((waiting, oldest)) = backlog {
        meters::backlog(waiting, oldest, deps.now());
    }
    let before = deps.now();
    if backlog.is_some()
        && let Ok(Ok(Some(theirs))) = timeout(PATIENCE, deps.storage.database().clock()).await
    {
        meters::clock_skew(skew(before, theirs, deps.now()));
    }
    let statements = deps.storage.statement_count();
    let state = DatabaseState { is_up: backlog.is_some(), reads: statements.reads, writes: statements.writes };
    meters::database_state(state);
}

/// Microseconds by which the clocks differ at least, whatever part of the way the answer took: positive when the database
/// is ahead.
#[must_use]
pub fn skew(before: Micros, theirs: Micros, after: Micros) -> i64 {
    theirs.since(theirs.clamp(before, after.max(before)))
}

/// What a difference of clocks leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skew {
    /// Nothing.
    Fine,
    /// A word to the operator.
    Warn,
    /// No start: phases of keys and expiries would be wrong.
    Refuse,
}

impl Skew {
    /// Microseconds by which the clocks may differ without a word.
    const WARN: i64 = 2_000_000;
    /// Microseconds by which they may differ at all.
    const REFUSE: i64 = 30_000_000;

    /// Judges a difference in microseconds.
    #[must_use]
    pub fn of(skew: i64) -> Self {
        let apart = skew.saturating_abs();
        if apart > Self::REFUSE {
            Self::Refuse
        } else if apart > Self::WARN {
            Self::Warn
        } else {
            Self::Fine
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lesson L16.
    #[test]
    fn clocks_warn_beyond_two_seconds_and_refuse_beyond_thirty() {
        let at = |millis: i64| Skew::of(skew(Micros(0), Micros(millis * 1000), Micros(1000)));
        assert_eq!((at(0), at(2001), at(2002), at(-2001)), (Skew::Fine, Skew::Fine, Skew::Warn, Skew::Warn));
        assert_eq!((at(30_001), at(30_002), at(-30_001)), (Skew::Warn, Skew::Refuse, Skew::Refuse));
    }

    #[test]
    fn a_slow_answer_is_no_skew() {
        let skew = |theirs| skew(Micros(10), Micros(theirs), Micros(20));
        assert_eq!([5, 10, 15, 20, 27].map(skew), [-5, 0, 0, 0, 7]);
    }
}
