//! `vestibule users`: what is done to many users at once.

mod import;
mod progress;
mod report;

use std::process::ExitCode;

use clap::Subcommand;

use crate::config::Sources;

/// `vestibule users …`
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Take users in from another system, with their password hashes: one JSON object on each line of FILE.
    Import(import::Import),
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    match command {
        Command::Import(arguments) => import::run(arguments, sources),
    }
}
