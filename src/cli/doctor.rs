//! `vestibule doctor`: what is wrong or unsafe, and what can be done.

use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::{block_on, load, print};
use crate::app;
use crate::config::{Rules, Sources};
use crate::flows::doctor::{self, Finding, Severity};

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Print {"findings": […]} for programs.
    #[arg(long)]
    json: bool,
}

/// Prints what was found. The exit code is 1 where something is wrong, 0 where there are only warnings.
pub(super) fn run(arguments: &Doctor, sources: &Sources) -> anyhow::Result<ExitCode> {
    let config = load(Rules::Operate, sources)?;
    let findings = block_on(async {
        let deps = app::connect_as_is(&config).await?;
        Ok(doctor::examine(&deps).await?)
    })?;
    if arguments.json {
        print(&format!("{}\n", json!({ "findings": findings })));
    } else {
        print(&page(&findings));
    }
    let is_wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn page(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let severity = match finding.severity {
            Severity::Error => "ERROR  ",
            Severity::Warning => "warning",
        };
        format!("{severity} {} {}: {}\n", finding.check, finding.subject, finding.message)
    };
    if findings.is_empty() { "Nothing found.\n".to_owned() } else { findings.iter().map(line).collect() }
}
