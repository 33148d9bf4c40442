//! `vestibule config`: what is set, and whether `vestibule serve` would start with it.

use std::process::ExitCode;

use clap::Subcommand;

use super::{load, print};
use crate::app;
use crate::config::{Rules, Sources, reference};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check the settings as `vestibule serve` would read them, without starting anything.
    Check,
    /// Print the reference page of all settings.
    Reference,
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check => {
            let config = load(Rules::Serve, sources)?;
            app::addresses::open(&config.addresses)?;
            print(&format!("The configuration is good: {} on {}.\n", config.public_origin(), config.listen));
            if config.sms.gateway.is_none() {
                print("Without sms.url no text message is sent: what needs one is refused.\n");
            }
        }
        Command::Reference => print(&reference()),
    }
    Ok(ExitCode::SUCCESS)
}
