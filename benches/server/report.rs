//! What was measured, as a table.

/// A rate held against another.
#[derive(Clone, Debug)]
pub(crate) struct Aim {
    /// The other rate.
    pub(crate) other: String,
    /// Ours divided by it.
    pub(crate) ratio: f64,
    /// What the ratio should be at least, where there is an aim.
    pub(crate) least: Option<f64>,
}

/// A figure that should not be too large.
#[derive(Clone, Debug)]
pub(crate) struct Bound {
    /// What was measured.
    pub(crate) name: String,
    /// How much it is.
    pub(crate) value: f64,
    /// What it should be at most.
    pub(crate) most: f64,
    /// Of what.
    pub(crate) unit: &'static str,
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
    /// Statements that read and that write.
    pub(crate) statements: Option<(f64, f64)>,
    /// What it is held against.
    pub(crate) aims: Vec<Aim>,
}

/// Everything that was measured.
#[derive(Debug, Default)]
pub(crate) struct Report {
    notes: Vec<String>,
    bounds: Vec<Bound>,
    rows: Vec<Line>,
}

impl Report {
    /// Adds a sentence.
    pub(crate) fn note(&mut self, text: String) {
        self.notes.push(text);
    }

    /// Adds a figure with its bound.
    pub(crate) fn bound(&mut self, name: impl Into<String>, value: f64, unit: &'static str, most: f64) {
        self.bounds.push(Bound { name: name.into(), value, most, unit });
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
        if !self.bounds.is_empty() {
            println!("\n| what | measured | aim | verdict |\n|---|---|---|---|");
        }
        for Bound { name, value, most, unit } in &self.bounds {
            println!("| {name} | {value:.2} {unit} | ≤ {most} {unit} | {} |", verdict(value <= most));
        }
        if self.rows.is_empty() {
            return;
        }
        println!("\n| what | per CPU-second | p50 ms | p99 ms | statements: reads + writes | ratio | aim | verdict |");
        println!("|---|---|---|---|---|---|---|---|");
        for line in &self.rows {
            println!("{}", row(line));
        }
    }
}

fn verdict(is_met: bool) -> &'static str {
    if is_met { "met" } else { "**missed**" }
}

fn row(line: &Line) -> String {
    let time = |value: Option<f64>| value.map_or_else(String::new, |ms| format!("{ms:.1}"));
    let (mut ratios, mut aims, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    for Aim { other, ratio, least } in &line.aims {
        ratios.push(format!("{ratio:.2} of {other}"));
        if let Some(least) = least {
            aims.push(format!("≥ {least:.2}"));
            verdicts.push(verdict(ratio >= least));
        }
    }
    let statements = line.statements.map_or_else(String::new, |(reads, writes)| format!("{reads:.1} + {writes:.1}"));
    format!(
        "| {} | {:.1} | {} | {} | {statements} | {} | {} | {} |",
        line.name,
        line.per_cpu_sec,
        time(line.p50_ms),
        time(line.p99_ms),
        ratios.join("<br>"),
        aims.join("<br>"),
        verdicts.join("<br>")
    )
}
