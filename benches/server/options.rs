//! What the caller may say on the command line.

use std::path::PathBuf;
use std::time::Duration;

use crate::Result;

/// How long and how much is measured.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Times that each scenario is measured.
    pub(crate) rounds: usize,
    /// How long each measurement takes, after its warm-up.
    pub(crate) time: Duration,
    /// Only scenarios with this in their name.
    pub(crate) only: Option<String>,
    /// Point lookups at two sizes, instead of the scenarios.
    pub(crate) growth: bool,
    /// Users of the larger size.
    pub(crate) users: usize,
    /// Whether the peer is left out.
    pub(crate) without_peer: bool,
    /// The program that is measured, instead of the one that was built with this one.
    pub(crate) program: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments; `cargo bench` adds `--bench`.
    pub(crate) fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            rounds: 5,
            time: Duration::from_secs(3),
            only: None,
            growth: false,
            users: 1_000_000,
            without_peer: false,
            program: None,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--bench" => {}
                "--rounds" => options.rounds = value()?.parse()?,
                "--secs" => options.time = Duration::from_secs_f64(value()?.parse()?),
                "--only" => options.only = Some(value()?.clone()),
                "--growth" => options.growth = true,
                "--users" => options.users = value()?.parse()?,
                "--without-peer" => options.without_peer = true,
                "--program" => options.program = Some(std::fs::canonicalize(value()?)?),
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        if options.rounds == 0 {
            return Err("--rounds must be at least 1".into());
        }
        Ok(options)
    }

    /// Whether the scenario `name` is to run.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.as_ref().is_none_or(|part| name.contains(part.as_str()))
    }
}
