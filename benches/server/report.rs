//! What was measured, as a table.

use std::fmt::Write as _;

/// A rate held against another.
#[derive(Clone, Debug)]
pub(crate) struct Aim {
    /// The other rate.
    pub(crate) other: String,
    /// Ours divided by it.
    pub(crate) ratio: f64,
    /// What the ratio should be at least.
    pub(crate) least: f64,
}

/// One row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// What was done.
    pub(crate) name: String,
    /// How often per second of processor time.
    pub(crate) per_cpu_sec: f64,
    /// Median time, in milliseconds.
    pub(crate) p50_ms: Option<f64>,
    /// 99th percentile, in milliseconds.
    pub(crate) p99_ms: Option<f64>,
    /// What it is held against.
    pub(crate) aims: Vec<Aim>,
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    notes: Vec<String>,
    rows: Vec<Line>,
}

impl Report {
    /// Adds a sentence.
    pub(crate) fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Adds a row.
    pub(crate) fn add(&mut self, line: Line) {
        self.rows.push(line);
    }

    /// Writes it to standard output, as Markdown.
    #[expect(clippy::print_stdout, reason = "this is what the program is for")]
    pub(crate) fn print(&self) {
        for note in &self.notes {
            println!("- {note}");
        }
        if self.rows.is_empty() {
            return;
        }
        println!("\n| what | per CPU-second | p50 ms | p99 ms | ratio (aim) |\n|---|---|---|---|---|");
        for line in &self.rows {
            let time = |value: Option<f64>| value.map_or_else(String::new, |ms| format!("{ms:.1}"));
            let mut held = String::new();
            for Aim { other, ratio, least } in &line.aims {
                let mark = if ratio >= least { "" } else { ", below" };
                let _infallible = write!(held, "{ratio:.2} of {other} (≥ {least:.2}{mark})");
            }
            let (p50, p99) = (time(line.p50_ms), time(line.p99_ms));
            println!("| {} | {:.1} | {p50} | {p99} | {held} |", line.name, line.per_cpu_sec);
        }
    }
}
