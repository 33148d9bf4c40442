//! `vestibule keys`: signing keys of pools, the master key, and the working key of the ring. All of it beside running
//! nodes.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Config, Rules, Sources};
use crate::domain::clock::{Clock as _, SystemClock};
use crate::domain::pool::PoolId;
use crate::domain::random::SystemRandom;
use crate::flows::manage::ring;
use crate::flows::manage::signing_keys::{self, KeyView, Rotation, RotationOutcome};

/// `vestibule keys …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the signing keys of a pool and where each is in its life.
    List(OfPool),
    /// Exchange the signing keys of a pool: announced first, so that nobody notices.
    Rotate(Rotate),
    /// Seal the key ring under the new master key: `keys.master_key` is the new one, `keys.previous_master_key` the old.
    RotateMaster,
    /// Add a working key to the ring; what was sealed under older ones still opens.
    RotateRing,
}

/// The pool in question.
#[derive(Debug, Args)]
pub struct OfPool {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
}

/// Arguments of `rotate`.
#[derive(Debug, Args)]
pub struct Rotate {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// For stolen keys: all present keys, and every token under them, are worth nothing at once.
    #[arg(long)]
    pub now: bool,
}

/// What `--now` costs, said before and not only in the manual.
const WARNING: &str = "All ID and access tokens of this pool are refused from now on, and apps that keep the published \
                       keys refuse new ones for up to five minutes. Refresh tokens go on.\n";

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    match command {
        Command::List(OfPool { pool }) => list(&config, pool),
        Command::Rotate(Rotate { pool, now }) => rotate(&config, pool, *now),
        Command::RotateMaster => rotate_master(&config),
        Command::RotateRing => rotate_ring(&config),
    }?;
    Ok(ExitCode::SUCCESS)
}

fn list(config: &Config, pool: &PoolId) -> anyhow::Result<()> {
    block_on(async {
        let deps = app::connect(config).await?;
        let Some(keys) = signing_keys::list(&deps, pool).await? else { bail!("there is no pool {pool}") };
        show(&keys);
        Ok(())
    })
}

fn rotate(config: &Config, pool: &PoolId, now: bool) -> anyhow::Result<()> {
    let rotation = if now { Rotation::Now } else { Rotation::Announced };
    block_on(async {
        let deps = app::connect(config).await?;
        match signing_keys::rotate(&deps, pool, rotation).await? {
            RotationOutcome::Done(keys) => {
                show(&keys);
                if now {
                    print(WARNING);
                }
                Ok(())
            }
            RotationOutcome::NotFound => bail!("there is no pool {pool}"),
            RotationOutcome::UnderWay(at) => bail!("a rotation is under way: its keys begin to sign at {}", at.secs()),
            RotationOutcome::Concurrent => bail!("the keys were rotated at the same time"),
        }
    })
}

fn rotate_master(config: &Config) -> anyhow::Result<()> {
    block_on(async {
        let database = app::open(config).await?;
        app::same_schema(&database).await?;
        let now = SystemClock.now();
        let count = ring::rotate_master(&database, &app::master_key(config), &SystemRandom, now).await?;
        print(&format!(
            "Keys sealed anew: {count}. Nodes that run go on; start them again with the new master key, then remove the \
             previous one.\n"
        ));
        Ok(())
    })
}

fn rotate_ring(config: &Config) -> anyhow::Result<()> {
    block_on(async {
        let database = app::open(config).await?;
        app::same_schema(&database).await?;
        let now = SystemClock.now();
        let version = ring::add_working_key(&database, &app::master_key(config), &SystemRandom, now).await?;
        print(&format!("Working key {version} is in the ring; nodes use it in a minute.\n"));
        Ok(())
    })
}

fn show(keys: &[KeyView]) {
    for key in keys {
        let end = key.times.gone_at.map_or_else(|| "-".to_owned(), |at| at.secs().to_string());
        let line = [key.kid.as_str(), key.use_.as_str(), &key.alg, key.phase.as_str()].join("\t");
        print(&format!("{line}\tsigns from {}\tgone at {end}\n", key.times.signs_at.secs()));
    }
}
