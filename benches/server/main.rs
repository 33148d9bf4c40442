//! `make bench`: how much work the server does per second of processor time, beside the raw rate of the same primitive
//! on the same cores in the same run, and beside a peer where one can be started.
//!
//! The server is the release build, on a new SQLite database at `synchronous=FULL`, over loopback. What counts is the
//! processor time of its process, so that the load program's own costs, and other work on the machine, stay out of the
//! figures. Every scenario runs in each of several rounds; the median counts. Nothing here is a test: figures are
//! printed, and nobody fails for being slow.
//!
//! ```text
//! cargo bench --bench server                      all of it
//! cargo bench --bench server -- --only refresh    scenarios whose name has this in it
//! cargo bench --bench server -- --rounds 3 --secs 2
//! cargo bench --bench server -- --growth          point lookups with a thousand users and with a million
//! cargo bench --bench server -- --program PATH     another build of the program
//! ```

#![expect(clippy::disallowed_methods, reason = "this program measures time, and is no part of the server")]

mod bare;
mod growth;
mod http;
mod load;
mod options;
mod peer;
mod process;
mod raw;
mod report;
mod scenarios;
mod sdk;
mod server;
mod start;
mod subject;

use options::Options;
use report::Report;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, port] = arguments.as_slice()
        && mode == bare::ARGUMENT
    {
        return bare::run(port.parse()?);
    }
    let options = Options::read(&arguments)?;
    if let Some(program) = &options.program {
        server::under_test(program.clone());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut report = Report::default();
    if options.growth {
        runtime.block_on(growth::run(&options, &mut report))?;
    } else {
        runtime.block_on(start::run(&mut report))?;
        runtime.block_on(scenarios::run(&options, &mut report))?;
    }
    report.print();
    Ok(())
}
