//! `vestibule admin`: the keys of those who administer.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::json;

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::secret::ExposeSecret;
use crate::domain::{access_key::Role, pool::PoolId};
use crate::flows::manage::{access_keys, pools};

/// `vestibule admin …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an access key and print it once, as {"AccessKeyId": …, "SecretAccessKey": …}.
    CreateAccessKey(CreateAccessKey),
    /// Delete an access key. It is refused from this moment on, on every node.
    DeleteAccessKey {
        /// Its id.
        #[arg(value_name = "ID")]
        id: String,
    },
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

/// Runs one of them.
pub(super) fn run(command: Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        match command {
            Command::CreateAccessKey(CreateAccessKey { pool, role }) => {
                if let Some(id) = &pool
                    && pools::describe(&deps, id).await?.is_none()
                {
                    bail!("there is no pool {id}");
                }
                let key = access_keys::create(&deps, role, pool).await?;
                let shown = json!({ "AccessKeyId": key.id.0, "SecretAccessKey": key.secret.expose_secret() });
                print(&format!("{shown}\n"));
            }
            Command::DeleteAccessKey { id } => {
                if !access_keys::delete(&deps, &id).await? {
                    bail!("there is no access key {id}");
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}
