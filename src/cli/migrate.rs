//! `vestibule migrate`: brings the database's schema up to this program's version, as `serve` would at its start.

use std::process::ExitCode;

use super::{block_on, load, print};
use crate::app;
use crate::config::{Rules, Sources};

/// Applies what is missing and says how much that was.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let applied = block_on(async {
        let database = app::open(&config).await?;
        let pending = database.pending_migrations().await?;
        database.migrate().await?;
        anyhow::Ok(pending)
    })?;
    print(&format!("Schema changes applied: {applied}.\n"));
    Ok(ExitCode::SUCCESS)
}
