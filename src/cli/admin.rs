//! `vestibule admin`: the keys of those who administer.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::access_key::{AccessKeyView, Role};
use crate::domain::pool::PoolId;
use crate::domain::secret::ExposeSecret;
use crate::flows::Deps;
use crate::flows::manage::{access_keys, pools};

/// `vestibule admin …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an access key and print it once, as {"AccessKeyId": …, "SecretAccessKey": …}.
    CreateAccessKey(CreateAccessKey),
    /// Print the access keys there are, without their secrets, as {"AccessKeys": […]}.
    ListAccessKeys,
    /// Take an access key away. Every running server refuses it from then on.
    DeleteAccessKey(DeleteAccessKey),
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

/// Arguments of `delete-access-key`.
#[derive(Debug, Args)]
pub struct DeleteAccessKey {
    /// The key's public half, as `list-access-keys` prints it.
    #[arg(value_name = "ID")]
    pub id: String,
}

/// Keys that are read at a time.
const PAGE: u64 = 100;

/// Runs one of them.
pub(super) fn run(command: Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        match command {
            Command::CreateAccessKey(wanted) => create(&deps, wanted).await?,
            Command::ListAccessKeys => print(&format!("{}\n", json!({ "AccessKeys": list(&deps).await? }))),
            Command::DeleteAccessKey(DeleteAccessKey { id }) => {
                if !access_keys::delete(&deps, &id).await? {
                    bail!("there is no access key {id}");
                }
                print(&format!("The access key {id} is gone: every server refuses it from now on.\n"));
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn create(deps: &Deps, CreateAccessKey { pool, role }: CreateAccessKey) -> anyhow::Result<()> {
    if let Some(id) = &pool
        && pools::describe(deps, id).await?.is_none()
    {
        bail!("there is no pool {id}");
    }
    let key = access_keys::create(deps, role, pool).await?;
    let shown = json!({ "AccessKeyId": key.id.0, "SecretAccessKey": key.secret.expose_secret() });
    print(&format!("{shown}\n"));
    Ok(())
}

async fn list(deps: &Deps) -> anyhow::Result<Vec<Value>> {
    let mut shown = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let page = access_keys::list(deps, after.as_deref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(shown) };
        after = Some(last.id.0.clone());
        shown.extend(page.iter().map(view));
    }
}

/// A key as programs read it; the date is in seconds since 1970, as in the API.
fn view(key: &AccessKeyView) -> Value {
    let mut view = json!({
        "AccessKeyId": key.id.0,
        "Role": key.role.as_str(),
        "CreationDate": key.created_at.secs(),
    });
    if let Some(pool) = &key.pool {
        view["UserPoolId"] = json!(pool.as_str());
    }
    view
}
