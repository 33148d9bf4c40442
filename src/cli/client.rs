//! `vestibule client`: the settings of a client that Cognito's API has no members for.

use std::convert::Infallible;
use std::process::ExitCode;

use anyhow::bail;
use clap::{ArgAction, Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::{client::ClientId, pool::PoolId};
use crate::flows::manage::clients::{self, ClientChange};

/// `vestibule client …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Demand PKCE of a client, or stop demanding it.
    SetPkce(SetPkce),
}

/// Arguments of `set-pkce`.
#[derive(Debug, Args)]
pub struct SetPkce {
    /// The client's pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// The client.
    #[arg(long, value_name = "ID", value_parser = values::client_id)]
    pub client: ClientId,
    /// Whether authorization requests without a code challenge are refused.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub require: bool,
}

/// Runs one of them.
pub(super) fn run(command: Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        match command {
            Command::SetPkce(SetPkce { pool, client, require }) => {
                let Some(pool) = deps.directory.pool(&pool).await? else { bail!("there is no pool {pool}") };
                let change = clients::update(&deps, &pool, &client, |client| {
                    client.settings.require_pkce = Some(require);
                    Ok::<(), Infallible>(())
                });
                let Ok(change) = change.await?;
                match change {
                    ClientChange::Done(_) if require => print("PKCE is demanded of this client.\n"),
                    ClientChange::Done(_) => print("PKCE is not demanded of this client.\n"),
                    ClientChange::NotFound => bail!("there is no client {client} in pool {}", pool.id),
                    ClientChange::Refused(problem) => bail!("the client cannot be so: {problem:?}"),
                    ClientChange::Concurrent => bail!("the client was changed at the same time; try again"),
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
