//! `vestibule users import`: reads lines, hands them to the flow in batches, writes down what became of each.

use std::fs::File;
use std::io::{BufRead, BufReader, Read as _};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Args;

use super::progress::Progress;
use super::report::Report;
use crate::app;
use crate::cli::{block_on, load, print, values};
use crate::config::{Rules, Sources};
use crate::domain::pool::{Pool, PoolId};
use crate::flows::manage::pools;
use crate::flows::manage::users::import::{self, LONGEST_ROW, Mode, Row, RowOutcome, RowProblem};
use crate::flows::{Deps, Error};

/// Rows that are written in one transaction.
const BATCH: usize = 50;
/// How often a batch that found the database busy is tried again.
const TRIES: u32 = 5;

/// Arguments of `import`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Import {
    /// The pool that they come into.
    #[arg(long, value_name = "ID", value_parser = values::pool_id)]
    pool: PoolId,
    /// The file: JSON lines, see docs/guides/passwords-you-bring.md.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to write what became of each line; FILE.report.jsonl where it is not said. An import that was broken off goes
    /// on behind the last line in it.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Try every line, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// A line of the file.
enum Line {
    Read(Result<Row, (Option<String>, RowProblem)>),
    /// Nothing but white space.
    Blank,
}

/// Runs it. The exit code says whether every line is in the pool.
pub(super) fn run(arguments: &Import, sources: &Sources) -> anyhow::Result<ExitCode> {
    let Import { pool, file, report, dry_run } = arguments;
    let mode = if *dry_run { Mode::DryRun } else { Mode::Write };
    let config = load(Rules::Operate, sources)?;
    let input = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let bytes = input.metadata().with_context(|| format!("{} cannot be read", file.display()))?.len();
    let report_path = report.clone().unwrap_or_else(|| {
        let mut name = file.clone().into_os_string();
        name.push(if *dry_run { ".dry-run.jsonl" } else { ".report.jsonl" });
        name.into()
    });
    let totals = block_on(async {
        let deps = app::connect(&config).await?;
        let Some((pool, _)) = pools::describe(&deps, pool).await? else { bail!("there is no pool {pool}") };
        let mut report = Report::open(&report_path, file, &pool.id, mode)?;
        let mut progress = Progress::new(bytes);
        let read = BufReader::with_capacity(LONGEST_ROW, input);
        take_in(&deps, &pool, read, mode, &mut report, &mut progress).await?;
        anyhow::Ok(report.into_totals())
    })?;
    print(&totals.summary(*dry_run, &report_path));
    Ok(if totals.refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads to the end, in batches; never more than one batch is in memory.
async fn take_in(
    deps: &Deps,
    pool: &Pool,
    mut input: impl BufRead,
    mode: Mode,
    report: &mut Report,
    progress: &mut Progress,
) -> anyhow::Result<()> {
    let mut number = 0;
    loop {
        let mut batch = Vec::with_capacity(BATCH);
        let mut is_over = false;
        while batch.len() < BATCH && !is_over {
            match next_line(&mut input, progress).context("the file cannot be read")? {
                None => is_over = true,
                Some(line) => {
                    number += 1;
                    if number > report.done() {
                        batch.push((number, line));
                    }
                }
            }
        }
        if !batch.is_empty() {
            write_batch(deps, pool, batch, mode, report).await?;
        }
        progress.show(report.totals());
        if is_over {
            report.flush()?;
            return Ok(());
        }
    }
}

/// Reads one line, of which no more than the longest row is kept. `None`: the file is over.
fn next_line(input: &mut impl BufRead, progress: &mut Progress) -> std::io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let read = input.by_ref().take(LONGEST_ROW as u64 + 1).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    progress.add(read as u64);
    if bytes.len() > LONGEST_ROW && bytes.last() != Some(&b'\n') {
        skip_line(input, progress)?;
        return Ok(Some(Line::Read(Err((None, RowProblem::TooLong)))));
    }
    // Some programs begin a file with a mark of byte order.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if bytes.trim_ascii().is_empty() {
        return Ok(Some(Line::Blank));
    }
    Ok(Some(Line::Read(match std::str::from_utf8(bytes) {
        Ok(text) => import::read(text),
        Err(error) => Err((None, RowProblem::NotJson(error.valid_up_to() + 1))),
    })))
}

/// Passes over what is left of a line, a buffer at a time.
fn skip_line(input: &mut impl BufRead, progress: &mut Progress) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, is_over) = match buffer.iter().position(|&byte| byte == b'\n') {
            Some(end) => (end + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        progress.add(used as u64);
        if is_over {
            return Ok(());
        }
    }
}

async fn write_batch(
    deps: &Deps,
    pool: &Pool,
    batch: Vec<(u64, Line)>,
    mode: Mode,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for (number, line) in batch {
        match line {
            Line::Blank => {}
            Line::Read(Ok(row)) => {
                lines.push((number, Some(row.username.clone()), None));
                rows.push(row);
            }
            Line::Read(Err((name, problem))) => lines.push((number, name, Some(RowOutcome::Refused(problem)))),
        }
    }
    let mut outcomes = patient(deps, pool, &rows, mode).await?.into_iter();
    for (number, name, known) in lines {
        if let Some(outcome) = known.or_else(|| outcomes.next()) {
            report.note(number, name.as_deref(), &outcome)?;
        }
    }
    // What is committed is written down before the next batch begins.
    report.flush()
}

/// A server that works on the same database may be in the way for a moment.
async fn patient(deps: &Deps, pool: &Pool, rows: &[Row], mode: Mode) -> anyhow::Result<Vec<RowOutcome>> {
    let mut tries = 0;
    loop {
        match import::import(deps, pool, rows, mode).await {
            Err(Error::Busy { retry_after_secs }) if tries < TRIES => {
                tries += 1;
                tokio::time::sleep(std::time::Duration::from_secs(retry_after_secs)).await;
            }
            done => return done.context("the import was broken off; run it again, and it goes on where it stopped"),
        }
    }
}
