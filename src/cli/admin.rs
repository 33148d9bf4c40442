//! `vestibule admin`: the keys of those who administer.

use clap::{Args, Subcommand};

use super::values;
use crate::domain::{access_key::Role, pool::PoolId};

/// `vestibule admin …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an access key and print it once, as {"AccessKeyId": …, "SecretAccessKey": …}.
    CreateAccessKey(CreateAccessKey),
}

/// Arguments of `create-access-key`.
#[derive(Debug, Args)]
pub struct CreateAccessKey {
    /// The only pool that the key may administer; without it, all of them.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: Option<PoolId>,
    /// What the key may do: admin (everything), operator (users, groups, sessions) or read-only.
    #[arg(long, value_name = "ROLE", default_value = "admin", value_parser = values::role)]
    pub role: Role,
}
