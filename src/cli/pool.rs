//! `vestibule pool`: the settings of a pool that Cognito's API has no members for.

use clap::{Args, Subcommand};

use super::values;
use crate::domain::pool::PoolId;

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
