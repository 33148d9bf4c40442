//! `vestibule theme`: how a pool's pages look.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::{block_on, load, print, values};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::pool::PoolId;
use crate::domain::theme::{Logo, Theme};
use crate::flows::Deps;
use crate::flows::manage::themes::{self, LogoChange, ThemeChange};

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
    /// JSON file with the theme's tokens and the links below its pages, in the form that `show` prints.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Image file of the logo.
    #[arg(long, value_name = "FILE")]
    pub logo: Option<PathBuf>,
}

/// Runs one of them.
pub(super) fn run(command: &Command, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    block_on(async {
        let deps = app::connect(&config).await?;
        let (Command::Show(Pool { pool }) | Command::Reset(Pool { pool }) | Command::Set(Set { pool, .. })) = command;
        if deps.directory.pool(pool).await?.is_none() {
            bail!("there is no pool {pool}");
        }
        match command {
            Command::Show(_) => {
                let theme = themes::describe(&deps, pool).await?.theme;
                print(&format!("{}\n", serde_json::to_string_pretty(&theme)?));
            }
            Command::Set(set) => change(&deps, set).await?,
            Command::Reset(_) => {
                themes::reset(&deps, pool).await?;
                print("The pool has the built-in theme.\n");
            }
        }
        Ok(ExitCode::SUCCESS)
    })
}

async fn change(deps: &Deps, Set { pool, file, logo }: &Set) -> anyhow::Result<()> {
    let theme = file.as_deref().map(read_theme).transpose()?;
    let footer = theme.as_ref().map(|theme| theme.footer.clone());
    let (tokens, dark_tokens) = theme.map(|theme| (theme.tokens, theme.dark_tokens)).unzip();
    let logo = logo.as_deref().map(read_logo).transpose()?.map_or(LogoChange::Keep, LogoChange::Set);
    match themes::update(deps, pool, ThemeChange { tokens, dark_tokens, footer, logo }).await? {
        Ok(_) => print("The pool has this theme.\n"),
        Err(problems) => {
            let said: Vec<String> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
            bail!("the theme cannot be kept:{}", said.concat());
        }
    }
    Ok(())
}

fn read_theme(path: &Path) -> anyhow::Result<Theme> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is not a theme", path.display()))
}

fn read_logo(path: &Path) -> anyhow::Result<Logo> {
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Logo::accept(bytes).with_context(|| format!("{} cannot be the logo", path.display()))
}
