//! `vestibule client`: the settings of a client that Cognito's API has no members for.

use std::process::ExitCode;

use anyhow::bail;
use clap::{ArgAction, Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::client::{Client, ClientId};
use crate::domain::pool::PoolId;
use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::flows::Deps;
use crate::flows::manage::clients::ClientChange;
use crate::flows::manage::own_client_settings::{self, OwnSettings};
use crate::flows::manage::signing_keys::Rotation;

/// `vestibule client …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Demand PKCE of a client, or stop demanding it.
    SetPkce(SetPkce),
    /// Say how the tokens of a client are signed: RS256, PS256, ES256 or `EdDSA`.
    SetAlgorithms(SetAlgorithms),
}

/// Arguments of `set-algorithms`.
#[derive(Debug, Args)]
pub struct SetAlgorithms {
    /// The client's pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// The client.
    #[arg(long, value_name = "ID", value_parser = values::client_id)]
    pub client: ClientId,
    /// How its ID tokens are signed.
    #[arg(long, value_name = "ALG", value_parser = values::signing_algorithm)]
    pub id_token: Option<SigningAlgorithm>,
    /// How its access tokens are signed.
    #[arg(long, value_name = "ALG", value_parser = values::signing_algorithm)]
    pub access_token: Option<SigningAlgorithm>,
    /// Let the pool's first keys of these algorithms sign at once. Who keeps the published keys refuses the client's tokens
    /// until they fetch them again; without this, the keys are announced ten minutes before.
    #[arg(long)]
    pub now: bool,
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
                let wanted = OwnSettings { require_pkce: Some(require), ..OwnSettings::default() };
                update(&deps, &pool, &client, wanted).await?;
                let not = if require { "" } else { "not " };
                print(&format!("PKCE is {not}demanded of this client.\n"));
            }
            Command::SetAlgorithms(SetAlgorithms { pool, client, id_token, access_token, now }) => {
                let first_keys = if now { Rotation::Now } else { Rotation::Announced };
                let (id_token_algorithm, access_token_algorithm) = (id_token, access_token);
                let wanted =
                    OwnSettings { id_token_algorithm, access_token_algorithm, first_keys, ..OwnSettings::default() };
                let client = update(&deps, &pool, &client, wanted).await?;
                let (id, access) = (client.settings.id_token_algorithm, client.settings.access_token_algorithm);
                print(&format!("ID tokens: {}; access tokens: {}.\n", id.name(), access.name()));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn update(deps: &Deps, pool: &PoolId, client: &ClientId, wanted: OwnSettings) -> anyhow::Result<Client> {
    let Some(pool) = deps.directory.pool(pool).await? else { bail!("there is no pool {pool}") };
    match own_client_settings::update(deps, &pool, client, wanted).await? {
        ClientChange::Done(client) => Ok(*client),
        ClientChange::NotFound => bail!("there is no client {client} in pool {}", pool.id),
        ClientChange::Refused(problem) => bail!("the client cannot be so: {problem:?}"),
        ClientChange::Concurrent => bail!("the client was changed at the same time; try again"),
    }
}
