//! From the start of the process to ready: on an empty folder, and on an existing database. And the binary's size.

use crate::Result;
use crate::load::median;
use crate::process::resident_mib;
use crate::report::Report;
use crate::server::{Server, binary};

/// Starts counted.
const STARTS: usize = 7;

/// Measures starts and adds them to the report.
pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let (mut first, mut later, mut idle) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let folder = tempfile::tempdir()?;
        first.push(Server::start(folder.path()).await?.ready_after.as_secs_f64() * 1000.0);
        let again = Server::start(folder.path()).await?;
        later.push(again.ready_after.as_secs_f64() * 1000.0);
        idle.push(resident_mib(again.pid())?);
    }
    let kib = u32::try_from(std::fs::metadata(binary())?.len() / 1024)?;
    report.note(format!("ready after {:.0} ms on an empty folder", median(first)));
    report.bound("ready on an existing database after", median(later), "ms", 100.0);
    report.bound("memory idle, SQLite", median(idle), "MiB", 30.0);
    report.bound("size of the binary", f64::from(kib) / 1024.0, "MiB", 30.0);
    Ok(())
}
