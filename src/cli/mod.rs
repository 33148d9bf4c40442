//! The operator's door: one file per subcommand. Parses arguments, calls one flow, prints.
//!
//! `main.rs` calls [`run`]; nothing else does. What a command prints for programs goes to standard output, everything
//! for people to standard error.

pub mod admin;
mod backup;
pub mod client;
mod config;
mod dev;
mod doctor;
mod events;
pub mod keys;
mod migrate;
pub mod pool;
mod ready;
mod restore;
mod serve;
#[cfg(test)]
mod tests;
pub mod theme;
mod users;
mod values;
pub mod wording;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::config::{Config, ConfigError, Rules, Sources};
use crate::domain::random::SystemRandom;

/// An identity service that anyone can own.
#[derive(Debug, Parser)]
#[command(name = "vestibule", version, about, propagate_version = true)]
pub struct Cli {
    /// TOML file with settings; the environment wins over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// End the process at a named place of its code, after so many have passed it.
    #[cfg(feature = "fail-points")]
    #[arg(long, value_name = "PLACE:PASSED")]
    end_at: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run on one's own machine, with a demo pool, a demo app and a mailbox (the default).
    Dev,
    /// Run in production.
    Serve,
    /// Bring the database's schema up to date.
    Migrate,
    /// Ask the running server whether it can serve: a container's health check.
    Ready,
    /// Write everything that lasts into one sealed file, while servers run.
    Backup(backup::Backup),
    /// Fill a new database from a backup.
    Restore(restore::Restore),
    /// Look for what is wrong or unsafe: integrity, keys, settings, users who cannot sign in.
    Doctor(doctor::Doctor),
    /// Print what happened, to whom and by whom: the audited facts, as lines of JSON.
    Events(events::Events),
    /// Make, list and take away the keys of those who administer.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Rotate signing keys, the master key and the working key of the ring.
    #[command(subcommand)]
    Keys(keys::Command),
    /// Show and change what Cognito's API cannot about a client.
    #[command(subcommand)]
    Client(client::Command),
    /// Show and change what Cognito's API cannot about a pool.
    #[command(subcommand)]
    Pool(pool::Command),
    /// Take users in from another system.
    #[command(subcommand)]
    Users(users::Command),
    /// Change how a pool's pages look.
    #[command(subcommand)]
    Theme(theme::Command),
    /// Change what a pool's pages and mails say.
    #[command(subcommand)]
    Wording(wording::Command),
    /// Read the settings and say what is wrong with them.
    #[command(subcommand)]
    Config(config::Command),
}

/// Runs the command that the arguments name; the answer is the process's exit code.
///
/// # Errors
/// Whatever stops the command, with its causes; printing it is the business of `main`.
pub fn run() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    #[cfg(feature = "fail-points")]
    if let Some(place) = &cli.end_at {
        crate::fail_points::arm(place);
    }
    let sources = Sources::process(cli.config);
    match cli.command.unwrap_or(Command::Dev) {
        Command::Dev => dev::run(&sources),
        Command::Serve => serve::run(&sources),
        Command::Migrate => migrate::run(&sources),
        Command::Ready => ready::run(&sources),
        Command::Backup(arguments) => backup::run(&arguments, &sources),
        Command::Restore(arguments) => restore::run(&arguments, &sources),
        Command::Doctor(arguments) => doctor::run(&arguments, &sources),
        Command::Events(arguments) => events::run(arguments, &sources),
        Command::Admin(command) => admin::run(command, &sources),
        Command::Keys(command) => keys::run(&command, &sources),
        Command::Client(command) => client::run(command, &sources),
        Command::Pool(command) => pool::run(&command, &sources),
        Command::Users(command) => users::run(&command, &sources),
        Command::Theme(command) => theme::run(&command, &sources),
        Command::Wording(command) => wording::run(&command, &sources),
        Command::Config(command) => config::run(&command, &sources),
    }
}

/// The configuration as a command of this kind needs it.
fn load(rules: Rules, sources: &Sources) -> Result<Config, ConfigError> {
    Config::load(rules, sources, &SystemRandom)
}

/// Runs a command that uses the database to its end.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

/// Writes to standard output, where programs read.
#[expect(clippy::print_stdout, reason = "the commands' answers")]
fn print(text: &str) {
    print!("{text}");
}
