//! `vestibule ready`: whether the server that runs with these settings can serve. A container's health check.

use std::process::ExitCode;

use anyhow::Context as _;

use super::{block_on, load, print};
use crate::app;
use crate::config::{Rules, Sources};

/// Prints what the server says of itself. The exit code is 1 where it cannot serve, or nobody answers.
pub(super) fn run(sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let listener = config.admin_listen.context("VESTIBULE_ADMIN_LISTEN is not set: there is no listener to ask")?;
    let said = block_on(app::ready(listener))?;
    print(&format!("{said}\n"));
    Ok(ExitCode::SUCCESS)
}
