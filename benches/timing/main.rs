//! `make timing`: whether a stopwatch tells somebody's name from nobody's (cases 131 and 133).
//!
//! The release build, on a new SQLite database, over loopback and TLS, one connection that is kept. Names with an account
//! and names without one are asked for in turn, in random order, 2,000 pairs for each state of an account: confirmed,
//! unconfirmed, closed, with an authenticator app, with an imported hash, locked (against names that are locked without an
//! account). A control of two kinds of names without one runs the same way, and where it fails, nothing is proven: the
//! machine is not quiet enough. Counters of accounts are the same on both sides, since each name is used as often. Then
//! both are asked for at once, over one HTTP/2 connection, and which is answered first is counted: what the network adds
//! does not matter there. At the second door fewer pairs are locked, since a name gets few codes an hour.
//!
//! ```text
//! cargo bench --bench timing
//! cargo bench --bench timing -- --users 200          fewer names, less time
//! cargo bench --bench timing -- --only login         one of the doors: login, forgot
//! cargo bench --bench timing -- --names imported    one of the kinds of names, beside the control
//! cargo bench --bench timing -- --program PATH       another build of the program
//! ```

#![expect(clippy::disallowed_methods, reason = "this program measures time, and is no part of the server")]

mod people;
#[path = "../server/sdk.rs"]
mod sdk;
mod server;
mod statistics;
mod trial;

use std::path::PathBuf;

use self::people::Pair;
use self::trial::Door;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Accounts, and names of each other kind. Each is used four times at each door, which is as often as nothing locks.
const USERS: usize = 1000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let (mut users, mut program) = (USERS, PathBuf::from(env!("CARGO_BIN_EXE_vestibule")));
    let mut doors = Door::ALL.to_vec();
    let mut pairs = Pair::ALL.to_vec();
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--users" => users = value()?.parse()?,
            "--only" => doors = vec![value()?.parse()?],
            "--names" => {
                let word = value()?;
                pairs.retain(|pair| pair.is_control() || pair.what.starts_with(word.as_str()));
            }
            "--program" => program = std::fs::canonicalize(value()?)?,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(trial::run(&program, users, &doors, &pairs))?;
    if report.holds { Ok(()) } else { Err("names can be told apart, or the machine is not quiet".into()) }
}
