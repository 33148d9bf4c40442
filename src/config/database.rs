//! Where everything is kept: `[database]`.
//!
//! Checks the scheme only; opening the database is the storage layer's business.

use std::time::Duration;

use secrecy::ExposeSecret as _;

use super::{key::section, problem::Problems};
use crate::domain::secret::Secret;

/// The database used when none is named: a file below the working folder.
const DEFAULT_URL: &str = "sqlite://./data/vestibule.db";

section! {
    /// Where everything is kept.
    struct DatabaseKeys in "database" {
        /// `sqlite://path` for one node, or `postgres://user:password@host/name`, which several nodes can share. Unset:
        /// `sqlite://./data/vestibule.db`.
        ("database.url", "VESTIBULE_DATABASE_URL")
        url: Option<Secret> = None;
        /// Connections that one node opens at most, from 2 to 1000. On SQLite these are readers of each kind, for single
        /// statements and for transactions; besides, there is always a writer of each.
        ("database.max_connections", "VESTIBULE_DATABASE__MAX_CONNECTIONS")
        max_connections: u32 = 10;
        /// Longest time in seconds for a statement at PostgreSQL, the wait for a connection included, and for the
        /// statements of one change, from 1 to 60. What takes longer is given up and answered as unavailable.
        ("database.timeout_secs", "VESTIBULE_DATABASE__TIMEOUT_SECS")
        timeout_secs: u32 = 3;
    }
}

/// The section, read and checked.
#[derive(Clone, Debug)]
pub struct Database {
    /// Connection URL, `sqlite:` or `postgres:`. Secret because it may hold a password.
    pub url: Secret,
    /// Upper bound of the connections of this node.
    pub max_connections: u32,
    /// Longest time for a statement at PostgreSQL.
    pub timeout: Duration,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &DatabaseKeys, problems: &mut Problems) -> Option<Database> {
    let url = keys.url.clone().unwrap_or_else(|| DEFAULT_URL.into());
    let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.expose_secret().starts_with(scheme));
    if !known {
        problems.add("database.url", "must begin with sqlite:// or postgres://");
    }
    let bounded = (2..=1000).contains(&keys.max_connections);
    if !bounded {
        problems.add("database.max_connections", "must be from 2 to 1000");
    }
    let patient = (1..=60).contains(&keys.timeout_secs);
    if !patient {
        problems.add("database.timeout_secs", "must be from 1 to 60");
    }
    let timeout = Duration::from_secs(keys.timeout_secs.into());
    (known && bounded && patient).then_some(Database { url, max_connections: keys.max_connections, timeout })
}
