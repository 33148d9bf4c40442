//! A process under measurement: what it costs, and what it asks of its database.

use std::time::Duration;

use crate::Result;
use crate::process::cpu_secs;

/// A process, and where it tells how many statements it ran; only our own server does.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pid: u32,
    metrics: Option<String>,
}

/// What it has used so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Used {
    /// Seconds of processor time.
    pub(crate) cpu_secs: f64,
    /// Statements that only read.
    pub(crate) reads: f64,
    /// Statements that write, a row each but for deletions.
    pub(crate) writes: f64,
}

impl Subject {
    /// A process that tells nothing of itself.
    pub(crate) fn silent(pid: u32) -> Self {
        Self { pid, metrics: None }
    }

    /// Our server, with the address of its metrics.
    pub(crate) fn server(pid: u32, metrics: String) -> Self {
        Self { pid, metrics: Some(metrics) }
    }

    /// What it has used so far; `None` for statements that it does not tell.
    pub(crate) async fn used(&self) -> Result<(Used, bool)> {
        let Some(url) = &self.metrics else {
            return Ok((Used { cpu_secs: cpu_secs(self.pid)?, ..Used::default() }, false));
        };
        let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build()?;
        let text = client.get(url).send().await?.error_for_status()?.text().await?;
        let of = |kind: &str| -> Result<f64> {
            let start = format!("vestibule_database_statements_total{{kind=\"{kind}\"}} ");
            let line = text.lines().find_map(|line| line.strip_prefix(&start)).ok_or("no statements in the metrics")?;
            Ok(line.trim().parse()?)
        };
        Ok((Used { cpu_secs: cpu_secs(self.pid)?, reads: of("read")?, writes: of("write")? }, true))
    }
}
