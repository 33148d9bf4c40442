//! `vestibule client`: the settings of a client that Cognito's API has no members for.

use clap::{ArgAction, Args, Subcommand};

use super::values;
use crate::domain::{client::ClientId, pool::PoolId};

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
