//! `vestibule wording`: what a pool's pages and mails say.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::pool::PoolId;
use crate::flows::Deps;
use crate::flows::manage::wordings;

/// `vestibule wording …`
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print what a pool says in its own words.
    Show(Show),
    /// Set what a pool says in one language.
    Set(Set),
    /// Go back to the built-in words.
    Reset(Reset),
}

/// Arguments of `show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// One language only.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
}

/// Arguments of `set`.
#[derive(Debug, Args)]
pub struct Set {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// The language of the words, such as `de`.
    #[arg(long, value_name = "TAG")]
    pub language: String,
    /// Fluent file with the messages, in the form of the files in `locales/`.
    #[arg(long, value_name = "FILE")]
    pub file: PathBuf,
}

/// Arguments of `reset`.
#[derive(Debug, Args)]
pub struct Reset {
    /// The pool.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pub pool: PoolId,
    /// One language only.
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        let (Command::Show(Show { pool, .. }) | Command::Set(Set { pool, .. }) | Command::Reset(Reset { pool, .. })) =
            command;
        if deps.directory.pool(pool).await?.is_none() {
            bail!("there is no pool {pool}");
        }
        match command {
            Command::Show(show) => print(&shown(&deps, show).await?),
            Command::Set(set) => change(&deps, set).await?,
            Command::Reset(reset) => {
                wordings::reset(&deps, pool, reset.language.as_deref()).await??;
                print("The pool has the built-in words.\n");
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// One language as its file; several one after another, each under its name.
async fn shown(deps: &Deps, Show { pool, language }: &Show) -> anyhow::Result<String> {
    let mut wordings = wordings::list(deps, pool).await?;
    if let Some(language) = language {
        wordings.retain(|wording| wording.language == *language);
        return Ok(wordings.into_iter().map(|wording| wording.source).collect());
    }
    let sources: Vec<String> =
        wordings.iter().map(|wording| format!("### {}\n\n{}\n", wording.language, wording.source.trim_end())).collect();
    Ok(sources.join("\n"))
}

async fn change(deps: &Deps, Set { pool, language, file }: &Set) -> anyhow::Result<()> {
    let source = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
    match wordings::set(deps, pool, language, &source).await? {
        Ok(_) => print("The pool has these words.\n"),
        Err(problem) => bail!("the wording cannot be kept: {problem}"),
    }
    Ok(())
}
