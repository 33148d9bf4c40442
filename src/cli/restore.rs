//! `vestibule restore`: fills a new database from a backup. Everyone signs in again afterwards.

use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;

use super::{block_on, load, print};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::clock::SystemClock;
use crate::domain::random::SystemRandom;
use crate::flows::backup;

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub(super) struct Restore {
    /// The backup.
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
}

/// Restores all of it or nothing, and says how many rows there were.
pub(super) fn run(arguments: &Restore, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let from = arguments.from.as_path();
    let file = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let rows = block_on(async {
        let database = app::open(&config).await?;
        database.migrate().await.context("the database's schema could not be brought up to date")?;
        let input = BufReader::new(file);
        let restored = backup::restore(&database, &app::master_key(&config), input, &SystemClock, &SystemRandom).await;
        restored.context("nothing was restored")
    })?;
    print(&format!(
        "Rows restored: {rows}. Sessions, grants and codes are not in a backup: everyone signs in again.\n"
    ));
    Ok(ExitCode::SUCCESS)
}
