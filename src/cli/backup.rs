//! `vestibule backup`: one sealed file with everything that lasts, taken while servers run.

use std::fs::{File, OpenOptions};
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use super::{block_on, load, print};
use crate::app;
use crate::config::{Rules, Sources};
use crate::domain::clock::SystemClock;
use crate::domain::random::SystemRandom;
use crate::flows::backup;

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub(super) struct Backup {
    /// Where to put it; a file that is there already is left alone.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Takes a backup and says how many rows it holds. The file appears under its name only when it is whole.
pub(super) fn run(arguments: &Backup, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let out = arguments.out.as_path();
    if out.exists() {
        bail!("{} is there already", out.display());
    }
    let partial = partial(out);
    let file = create_private(&partial).with_context(|| format!("{} cannot be written", partial.display()))?;
    let rows = block_on(async {
        let database = app::open(&config).await?;
        app::same_schema(&database).await?;
        let file = BufWriter::new(file);
        let taken = backup::take(&database, &app::master_key(&config), file, &SystemClock, &SystemRandom).await;
        let (file, rows) = taken.context("the backup was not taken")?;
        let file = file.into_inner().context("the backup cannot be written")?;
        file.sync_all().context("the backup cannot be written")?;
        anyhow::Ok(rows)
    });
    match rows {
        Ok(rows) => {
            std::fs::rename(&partial, out).with_context(|| format!("{} cannot be written", out.display()))?;
            print(&format!("Rows in the backup: {rows}.\n"));
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            // What failed is told; that a part of a file stays behind as well would only hide it.
            let _removed = std::fs::remove_file(&partial);
            Err(error)
        }
    }
}

/// The name under which it grows.
fn partial(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

/// Makes the file, readable by its owner only: it is sealed, but it is still everyone's data.
fn create_private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
