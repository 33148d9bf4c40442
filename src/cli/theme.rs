//! `vestibule theme`: how a pool's pages look.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values;
use crate::domain::pool::PoolId;

/// `vestibule theme …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print a pool's theme as JSON.
    Show(Pool),
    /// Change a pool's theme.
    Set(Set),
    /// Go back to the built-in theme.
    Reset(Pool),
}

/// The pool whose theme it is.
#[derive(Debug, Args)]
pub struct Pool {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
}

/// Arguments of `set`: at least one of the two files.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args(["file", "logo"]))]
pub struct Set {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// JSON file with the theme's tokens, in the form that `show` prints.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Image file of the logo.
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
}
