//! What was found, as a table.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::ledger::Tally;

/// Most findings of a kind that are told in words.
const MOST_TOLD: usize = 12;

/// What must not be, found while an experiment ran.
#[derive(Debug, Default)]
pub(crate) struct Findings(Mutex<Found>);

#[derive(Clone, Debug, Default)]
struct Found {
    lost: Vec<String>,
    double: Vec<String>,
    broken: Vec<String>,
}

impl Found {
    fn is_clean(&self) -> bool {
        self.lost.is_empty() && self.double.is_empty() && self.broken.is_empty()
    }
}

impl Findings {
    /// Whether nothing was lost, double or broken.
    pub(crate) fn is_clean(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_clean()
    }

    /// Something acknowledged is not there, or something refused or ended is.
    pub(crate) fn lost(&self, what: String) {
        eprintln!("    LOST: {what}");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).lost.push(what);
    }

    /// Something that works once worked twice.
    pub(crate) fn double(&self, what: String) {
        eprintln!("    DOUBLE: {what}");
        self.0.lock().unwrap_or_else(PoisonError::into_inner).double.push(what);
    }

    /// An answer that is never allowed, or a bound that did not hold.
    pub(crate) fn broken(&self, what: String) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.broken.len() < MOST_TOLD {
            eprintln!("    NOT ALLOWED: {what}");
        }
        found.broken.push(what);
    }
}

/// One row: what an experiment showed.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// The experiment.
    pub(crate) name: String,
    /// How often the fault was injected, or the round run.
    pub(crate) runs: u64,
    /// Operations and their ends.
    pub(crate) tally: Tally,
    /// Longest time from a start of a process, or the end of a fault, to ready.
    pub(crate) longest_restart: Option<Duration>,
    /// What else is to be said.
    pub(crate) notes: Vec<String>,
}

/// All rows.
#[derive(Debug, Default)]
pub(crate) struct Report {
    rows: Vec<(Row, Found)>,
}

impl Report {
    /// Adds an experiment and prints its row at once, so that an interrupted run has said something.
    pub(crate) fn add(&mut self, row: Row, findings: &Findings) {
        let found = findings.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        eprintln!("{}", line(&row, &found));
        self.rows.push((row, found));
    }

    /// Whether nothing was lost, double or broken.
    pub(crate) fn is_clean(&self) -> bool {
        self.rows.iter().all(|(_, found)| found.is_clean())
    }

    /// Writes it to standard output, as Markdown.
    #[expect(clippy::print_stdout, reason = "this is what the program is for")]
    pub(crate) fn print(&self) {
        println!(
            "\n| experiment | runs | acknowledged | refused | unknown | lost | double | not allowed | longest restart |"
        );
        println!("|---|---|---|---|---|---|---|---|---|");
        for (row, found) in &self.rows {
            println!("{}", line(row, found));
        }
        for (row, found) in &self.rows {
            for note in &row.notes {
                println!("\n- {}: {note}", row.name);
            }
            for (kind, list) in [("lost", &found.lost), ("double", &found.double), ("not allowed", &found.broken)] {
                for what in list.iter().take(MOST_TOLD) {
                    println!("\n- {} {kind}: {what}", row.name);
                }
            }
        }
    }
}

fn line(row: &Row, found: &Found) -> String {
    let restart = row.longest_restart.map_or_else(String::new, |time| format!("{:.2} s", time.as_secs_f64()));
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {restart} |",
        row.name,
        row.runs,
        row.tally.acknowledged,
        row.tally.refused,
        row.tally.unknown,
        found.lost.len(),
        found.double.len(),
        found.broken.len()
    )
}
