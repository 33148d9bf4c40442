//! The report of an import: a head, then a line for each line of the file. It is also the place where a broken-off import
//! goes on.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, Seek as _, Write as _};
use std::path::Path;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};

use crate::domain::pool::PoolId;
use crate::flows::manage::users::import::{Mode, RowOutcome};

/// What is counted.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) created: u64,
    pub(super) present: u64,
    pub(super) refused: u64,
    formats: BTreeMap<String, u64>,
    without_password: u64,
    /// Those without a password who cannot get one by themselves either.
    without_recovery: u64,
}

/// What the report is of: going on with another file or pool would mix the two.
#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    import: String,
    pool: String,
    dry_run: bool,
}

/// A line of the report.
#[derive(Serialize, Deserialize)]
struct Noted {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    outcome: Word,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_recover: Option<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Word {
    Created,
    Present,
    Refused,
}

/// A report that is being written.
pub(super) struct Report {
    file: BufWriter<File>,
    done: u64,
    totals: Totals,
}

impl Report {
    /// Opens a new report, or one that was begun for the same file and pool. A dry run always begins anew.
    pub(super) fn open(path: &Path, of: &Path, pool: &PoolId, mode: Mode) -> anyhow::Result<Self> {
        let head = Head { import: of.display().to_string(), pool: pool.to_string(), dry_run: mode == Mode::DryRun };
        let what = || format!("the report {}", path.display());
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(head.dry_run);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).with_context(what)?;
        let mut totals = Totals::default();
        let (done, end) = read_back(&file, &head, &mut totals).with_context(what)?;
        // A line that was cut off in the middle is written again.
        file.set_len(end).with_context(what)?;
        file.seek(std::io::SeekFrom::End(0)).with_context(what)?;
        let mut report = Self { file: BufWriter::new(file), done, totals };
        if end == 0 {
            report.write(&head)?;
        }
        Ok(report)
    }

    /// The last line of the file that was dealt with.
    pub(super) fn done(&self) -> u64 {
        self.done
    }

    pub(super) fn totals(&self) -> &Totals {
        &self.totals
    }

    pub(super) fn into_totals(self) -> Totals {
        self.totals
    }

    /// Notes what became of a line.
    pub(super) fn note(&mut self, line: u64, username: Option<&str>, outcome: &RowOutcome) -> anyhow::Result<()> {
        let username = username.map(|name| name.chars().take(128).collect());
        let empty = Noted { line, username, outcome: Word::Present, problem: None, password: None, can_recover: None };
        let noted = match outcome {
            RowOutcome::Present => empty,
            RowOutcome::Refused(problem) => {
                Noted { outcome: Word::Refused, problem: Some(problem.to_string()), ..empty }
            }
            RowOutcome::Created(created) => Noted {
                outcome: Word::Created,
                password: created.format.map(str::to_owned),
                can_recover: Some(created.can_recover),
                ..empty
            },
        };
        self.totals.count(&noted);
        self.write(&noted)
    }

    pub(super) fn flush(&mut self) -> anyhow::Result<()> {
        self.file.flush().context("the report cannot be written")
    }

    fn write(&mut self, line: &impl Serialize) -> anyhow::Result<()> {
        let text = serde_json::to_string(line)?;
        writeln!(self.file, "{text}").context("the report cannot be written")
    }
}

/// What an earlier run noted: the last line of the file that it dealt with, and how far the report is whole.
fn read_back(file: &File, head: &Head, totals: &mut Totals) -> anyhow::Result<(u64, u64)> {
    let mut input = BufReader::new(file);
    let (mut done, mut end) = (0, 0);
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 && line.ends_with('\n') {
        if end == 0 {
            if serde_json::from_str::<Head>(&line).ok().as_ref() != Some(head) {
                bail!("is of another import; move it away, or say another with --report");
            }
        } else {
            let noted: Noted = serde_json::from_str(&line).context("is not a report")?;
            done = noted.line;
            totals.count(&noted);
        }
        end += line.len() as u64;
        line.clear();
    }
    Ok((done, end))
}

impl Totals {
    /// How many lines were dealt with.
    pub(super) fn lines(&self) -> u64 {
        self.created + self.present + self.refused
    }

    fn count(&mut self, noted: &Noted) {
        match noted.outcome {
            Word::Present => self.present += 1,
            Word::Refused => self.refused += 1,
            Word::Created => {
                self.created += 1;
                if let Some(format) = &noted.password {
                    *self.formats.entry(format.clone()).or_default() += 1;
                } else {
                    self.without_password += 1;
                    self.without_recovery += u64::from(noted.can_recover != Some(true));
                }
            }
        }
    }

    /// What a person wants to know at the end.
    pub(super) fn summary(&self, dry_run: bool, report: &Path) -> String {
        let mut text = String::new();
        let made = if dry_run { "would be made" } else { "made" };
        let Self { created, present, refused, without_password, without_recovery, .. } = self;
        let _infallible =
            writeln!(text, "Users {made}: {created}. There already: {present}. Lines refused: {refused}.");
        for (format, count) in &self.formats {
            let _infallible = writeln!(text, "  with a password hash, {format}: {count}");
        }
        let _infallible = writeln!(text, "Without a password: {without_password}.");
        if *without_recovery > 0 {
            let _infallible = writeln!(
                text,
                "Of these, {without_recovery} have no proven address to recover with: an admin must give them a password."
            );
        }
        let _infallible = writeln!(text, "What became of each line is in {}.", report.display());
        text
    }
}
