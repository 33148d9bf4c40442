//! `vestibule pool`: the settings of a pool that Cognito's API has no members for.

use std::convert::Infallible;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::pool::{PoolId, PoolProblem, SessionLifetimes};
use crate::flows::manage::pools::{self, PoolChange};

/// `vestibule pool …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set how long browser sessions last.
    SetSession(SetSession),
}

/// Arguments of `set-session`. The bounds are the domain's to judge.
#[derive(Debug, Args)]
pub struct SetSession {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// Seconds after which an unused session ends.
    #[arg(long, value_name = "N")]
    pub idle_seconds: i64,
    /// Seconds after which a session ends, used or not.
    #[arg(long, value_name = "N")]
    pub absolute_seconds: i64,
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        match command {
            Command::SetSession(SetSession { pool, idle_seconds, absolute_seconds }) => {
                let sessions = SessionLifetimes { idle_secs: *idle_seconds, absolute_secs: *absolute_seconds };
                let change = pools::update(&deps, pool, |pool| {
                    pool.settings.sessions = sessions;
                    Ok::<(), Infallible>(())
                });
                let Ok(change) = change.await?;
                match change {
                    PoolChange::Done(_) => print("New sessions of this pool last so long.\n"),
                    PoolChange::NotFound => bail!("there is no pool {pool}"),
                    PoolChange::Refused(PoolProblem::SessionLifetimes) => bail!(
                        "both must lie between {} and {} seconds, and idle must not be longer than absolute",
                        SessionLifetimes::SHORTEST,
                        SessionLifetimes::LONGEST
                    ),
                    PoolChange::Refused(problem) => bail!("the pool cannot be so: {problem:?}"),
                    PoolChange::Protected | PoolChange::Concurrent => {
                        bail!("the pool was changed at the same time; try again")
                    }
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
