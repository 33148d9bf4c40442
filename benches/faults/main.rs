//! `make faults`: what becomes of acknowledged work when things break.
//!
//! Each experiment starts the real program on a database of its own, has a crowd of people use it, breaks something,
//! mends it, and reads everything back. What the server acknowledged is kept in a ledger outside it, synced to disk line
//! by line. [The invariants](../../docs/reliability.md) are proven after every fault.
//!
//! ```text
//! cargo bench --bench faults                              all of it
//! cargo bench --bench faults -- --only F1 --runs 20       twenty kills
//! cargo bench --bench faults -- --only F17,F18 --seed 7   another course of chance
//! cargo bench --bench faults -- --only F2 --places replay.committed
//! cargo bench --bench faults -- --program PATH         another build of the program than the one beside this one
//! ```

#![expect(clippy::disallowed_methods, reason = "this program measures time, and is no part of the server")]

mod answer;
mod crowd;
mod dice;
mod experiments;
mod ledger;
mod options;
mod report;
mod rig;
mod task;

use options::Options;
use report::Report;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options = Options::read(&arguments)?;
    if let Some(program) = &options.program {
        rig::node::under_test(program.clone());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
    let mut report = Report::default();
    let outcome = runtime.block_on(experiments::run(&options, &mut report));
    report.print();
    outcome?;
    if report.is_clean() { Ok(()) } else { Err("something was lost, double or not allowed".into()) }
}
