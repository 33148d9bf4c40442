//! What is wrong or unsafe in this installation: the schema, the keys, what is stored, and the settings that weaken it.
//!
//! Looks and tells; changes nothing.

mod installation;
mod people;
mod providers;
mod signing_keys;
mod switches;

use serde::Serialize;

use crate::flows::{Deps, Error};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Works, and is weaker than it has to be.
    Warning,
    /// Does not work, or has lost something.
    Error,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Its name, which does not change.
    pub check: &'static str,
    /// What it is about: a pool, a client, a table; `-` for the installation.
    pub subject: String,
    /// What is wrong, and what can be done.
    pub message: String,
}

impl Finding {
    fn warning(check: &'static str, subject: &impl ToString, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, check, subject: subject.to_string(), message: message.into() }
    }

    fn error(check: &'static str, subject: &impl ToString, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, check, subject: subject.to_string(), message: message.into() }
    }
}

/// Pools and clients that are read at a time.
const PAGE: u64 = 100;

/// Everything that was found, the worst first.
pub async fn examine(deps: &Deps) -> Result<Vec<Finding>, Error> {
    let mut findings = installation::examine(deps).await?;
    let mut after: Option<String> = None;
    loop {
        let pools = deps.storage.read().pools().list(after.as_deref(), PAGE).await?;
        let Some(last) = pools.last() else { break };
        after = Some(last.id.to_string());
        for pool in &pools {
            findings.extend(signing_keys::examine(deps, pool).await?);
            findings.extend(switches::examine(deps, pool).await?);
            findings.extend(providers::examine(deps, pool).await?);
            findings.extend(people::examine(deps, pool).await?);
        }
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Ok(findings)
}
