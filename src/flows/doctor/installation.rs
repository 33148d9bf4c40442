//! The installation as a whole: the clocks, and what is stored.

use super::Finding;
use crate::flows::health::{Skew, skew};
use crate::flows::{Deps, Error};

const NOWHERE: &str = "-";

/// Clocks that differ, rows without their parents, sealed cells that do not open.
pub(super) async fn examine(deps: &Deps) -> Result<Vec<Finding>, Error> {
    let integrity = deps.storage.read().integrity();
    let mut findings = Vec::new();
    findings.extend(clocks(deps).await?);
    for orphans in integrity.orphans().await? {
        let message = format!("{} rows belong to nothing in {}", orphans.rows, orphans.parent);
        findings.push(Finding::error("orphans", &orphans.table, message));
    }
    for (table, row) in integrity.unopened().await? {
        let message = "a sealed value does not open: it was changed, or its ring key is gone; restore a backup";
        findings.push(Finding::error("sealed", &format!("{table}/{row}"), message));
    }
    Ok(findings)
}

/// This machine's clock beside the database's, where that has one of its own.
async fn clocks(deps: &Deps) -> Result<Option<Finding>, Error> {
    let before = deps.now();
    let Some(theirs) = deps.storage.database().clock().await? else { return Ok(None) };
    Ok(apart(skew(before, theirs, deps.now())))
}

fn apart(micros: i64) -> Option<Finding> {
    let ahead = if micros > 0 { "ahead of" } else { "behind" };
    let by = format!("the database's clock is {} ms {ahead} this machine's", micros.unsigned_abs() / 1000);
    match Skew::of(micros) {
        Skew::Fine => None,
        Skew::Warn => Some(Finding::warning("clock_skew", &NOWHERE, format!("{by}: set the clock"))),
        Skew::Refuse => {
            let message = format!("{by}, and a server refuses to start: set the clock");
            Some(Finding::error("clock_skew", &NOWHERE, message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::apart;

    #[test]
    fn clocks_that_differ_are_a_warning_and_then_an_error() {
        let severity = |micros| apart(micros).map(|finding| finding.severity);
        assert_eq!([0, 2_000_000, -2_000_000].map(severity), [None; 3]);
        assert_eq!([2_000_001, -30_000_000].map(severity), [Some(Severity::Warning); 2]);
        assert_eq!([30_000_001, -30_000_001].map(severity), [Some(Severity::Error); 2]);
        let said = |micros| apart(micros).unwrap().message;
        assert!(said(5_000_000).contains("5000 ms ahead of") && said(-5_000_000).contains("5000 ms behind"));
    }
}
