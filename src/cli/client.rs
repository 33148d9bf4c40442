//! `vestibule client`: the settings of a client that Cognito's API has no members for.

use std::process::ExitCode;

use anyhow::bail;
use clap::{ArgAction, Args, Subcommand};
use serde_json::{Value, json};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::client::{Client, ClientId};
use crate::domain::pool::PoolId;
use crate::domain::signing_algorithm::SigningAlgorithm;
use crate::flows::Deps;
use crate::flows::manage::clients::{self, ClientChange, ClientProblem};
use crate::flows::manage::own_client_settings::{self, OwnSettings};
use crate::flows::manage::signing_keys::Rotation;

/// `vestibule client …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print them, as `DescribeUserPoolClientSettings` answers.
    Show(OfClient),
    /// Demand PKCE of a client, or stop demanding it.
    SetPkce(SetPkce),
    /// Say for how long an authorization code can be redeemed.
    SetCodeLifetime(SetCodeLifetime),
    /// Say what signing out does to the client's refresh tokens.
    SetLogout(SetLogout),
    /// Say whether users need a recent sign-in to change what leads to their account.
    SetRecentProof(SetRecentProof),
    /// Say how the tokens of a client are signed: RS256, PS256, ES256 or `EdDSA`.
    SetAlgorithms(SetAlgorithms),
}

/// The client in question.
#[derive(Debug, Args)]
pub struct OfClient {
    /// The client's pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// The client.
    #[arg(long, value_name = "ID", value_parser = values::client_id)]
    pub client: ClientId,
}

/// Arguments of `set-pkce`.
#[derive(Debug, Args)]
pub struct SetPkce {
    /// Which client.
    #[command(flatten)]
    pub of: OfClient,
    /// Whether authorization requests without a code challenge are refused.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub require: bool,
}

/// Arguments of `set-code-lifetime`. The bounds are the flow's to judge.
#[derive(Debug, Args)]
pub struct SetCodeLifetime {
    /// Which client.
    #[command(flatten)]
    pub of: OfClient,
    /// Seconds, from 1 to 300.
    #[arg(long, value_name = "N")]
    pub seconds: i64,
}

/// Arguments of `set-logout`.
#[derive(Debug, Args)]
pub struct SetLogout {
    /// Which client.
    #[command(flatten)]
    pub of: OfClient,
    /// Whether its refresh tokens go on when the person signs out at the pages.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub keep_grants: bool,
}

/// Arguments of `set-recent-proof`.
#[derive(Debug, Args)]
pub struct SetRecentProof {
    /// Which client.
    #[command(flatten)]
    pub of: OfClient,
    /// Whether its access tokens change e-mail address, phone number and password, and delete the account, only within ten
    /// minutes of the sign-in.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    pub require: bool,
}

/// Arguments of `set-algorithms`.
#[derive(Debug, Args)]
pub struct SetAlgorithms {
    /// Which client.
    #[command(flatten)]
    pub of: OfClient,
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

/// Runs one of them.
pub(super) fn run(command: Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        let said = match command {
            Command::Show(OfClient { pool, client }) => match clients::describe(&deps, &pool, &client).await? {
                Some(client) => format!("{:#}\n", view(&client)),
                None => bail!("there is no client {client} in pool {pool}"),
            },
            Command::SetPkce(SetPkce { of, require }) => {
                update(&deps, of, OwnSettings { require_pkce: Some(require), ..OwnSettings::default() }).await?;
                format!("PKCE is {}demanded of this client.\n", if require { "" } else { "not " })
            }
            Command::SetCodeLifetime(SetCodeLifetime { of, seconds }) => {
                update(&deps, of, OwnSettings { code_lifetime_secs: Some(seconds), ..OwnSettings::default() }).await?;
                format!("New codes of this client live {seconds} seconds.\n")
            }
            Command::SetLogout(SetLogout { of, keep_grants }) => {
                let wanted = OwnSettings { keeps_grants_at_logout: Some(keep_grants), ..OwnSettings::default() };
                update(&deps, of, wanted).await?;
                let how = if keep_grants { "leaves this client's refresh tokens alone" } else { "ends them too" };
                format!("Signing out {how}.\n")
            }
            Command::SetRecentProof(SetRecentProof { of, require }) => {
                let wanted = OwnSettings { requires_recent_proof: Some(require), ..OwnSettings::default() };
                update(&deps, of, wanted).await?;
                format!("A recent sign-in is {}asked for.\n", if require { "" } else { "not " })
            }
            Command::SetAlgorithms(SetAlgorithms { of, id_token, access_token, now }) => {
                let first_keys = if now { Rotation::Now } else { Rotation::Announced };
                let (id_token_algorithm, access_token_algorithm) = (id_token, access_token);
                let wanted =
                    OwnSettings { id_token_algorithm, access_token_algorithm, first_keys, ..OwnSettings::default() };
                let client = update(&deps, of, wanted).await?;
                let (id, access) = (client.settings.id_token_algorithm, client.settings.access_token_algorithm);
                format!("ID tokens: {}; access tokens: {}.\n", id.name(), access.name())
            }
        };
        print(&said);
        Ok(ExitCode::SUCCESS)
    })
}

async fn update(deps: &Deps, OfClient { pool, client }: OfClient, wanted: OwnSettings) -> anyhow::Result<Client> {
    let Some(pool) = deps.directory.pool(&pool).await? else { bail!("there is no pool {pool}") };
    match own_client_settings::update(deps, &pool, &client, wanted).await? {
        ClientChange::Done(client) => Ok(*client),
        ClientChange::NotFound => bail!("there is no client {client} in pool {}", pool.id),
        ClientChange::Refused(ClientProblem::OutOfRange(member)) => bail!("{member} is out of its range"),
        ClientChange::Refused(problem) => bail!("the client cannot be so: {problem:?}"),
        ClientChange::Concurrent => bail!("the client was changed at the same time; try again"),
    }
}

/// The settings in force, under the names that they have in the API.
fn view(client: &Client) -> Value {
    let settings = &client.settings;
    json!({
        "UserPoolId": client.pool.as_str(),
        "ClientId": client.id.as_str(),
        "RequirePkce": client.requires_pkce(),
        "CodeLifetimeSeconds": settings.code_secs(),
        "KeepGrantsAtLogout": settings.keeps_grants_at_logout,
        "RequireRecentProof": settings.requires_recent_proof,
        "IdTokenSigningAlgorithm": settings.id_token_algorithm.name(),
        "AccessTokenSigningAlgorithm": settings.access_token_algorithm.name(),
    })
}
