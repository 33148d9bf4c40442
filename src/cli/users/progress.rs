//! How far an import is, for the person who waits: one line on standard error, where that is a terminal.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

use super::report::Totals;

/// How often the line is drawn anew.
const PAUSE: Duration = Duration::from_millis(200);
const WIDTH: u64 = 30;

/// The line, or nothing.
pub(super) struct Progress {
    total: u64,
    read: u64,
    shown: Option<Instant>,
    is_terminal: bool,
}

impl Progress {
    /// For a file of so many bytes.
    pub(super) fn new(total: u64) -> Self {
        Self { total, read: 0, shown: None, is_terminal: stderr().is_terminal() }
    }

    /// So many bytes more were read.
    pub(super) fn add(&mut self, bytes: u64) {
        self.read += bytes;
    }

    /// Draws the line, unless it was drawn a moment ago.
    #[expect(clippy::disallowed_methods, reason = "how often a terminal is drawn to; the clock has no say")]
    pub(super) fn show(&mut self, totals: &Totals) {
        let is_over = self.read >= self.total;
        if !self.is_terminal || (!is_over && self.shown.is_some_and(|shown| shown.elapsed() < PAUSE)) {
            return;
        }
        self.shown = Some(Instant::now());
        let line = line(self.read, self.total, totals);
        let end = if is_over { "\n" } else { "" };
        // A terminal that is gone is no reason to stop.
        let _ignored = write!(stderr(), "\r{line}{end}").and_then(|()| stderr().flush());
    }
}

fn line(read: u64, total: u64, totals: &Totals) -> String {
    let (read, total) = (read.min(total), total.max(1));
    let full = usize::try_from(WIDTH * read / total).unwrap_or_default();
    let empty = usize::try_from(WIDTH).unwrap_or_default() - full;
    let percent = 100 * read / total;
    let (lines, refused) = (totals.lines(), totals.refused);
    format!("[{}{}] {percent:3} %  lines: {lines}  refused: {refused}", "#".repeat(full), "-".repeat(empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_fills_up() {
        let totals = Totals::default();
        assert!(line(0, 100, &totals).starts_with("[------------------------------]   0 %"));
        assert!(line(50, 100, &totals).starts_with("[###############---------------]  50 %"));
        assert!(line(100, 100, &totals).starts_with("[##############################] 100 %"));
        assert!(line(0, 0, &totals).contains("  0 %"));
    }
}
