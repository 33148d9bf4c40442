//! What the caller may say on the command line.

use std::path::PathBuf;

use crate::Result;

/// Which experiments run, and how often.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Only these experiments; all where none is named.
    pub(crate) only: Vec<String>,
    /// How often each fault is injected, instead of the experiment's own number.
    pub(crate) runs: Option<u64>,
    /// Where chance begins.
    pub(crate) seed: u64,
    /// Only these of the named places in the code (F2); all where none is named.
    pub(crate) places: Vec<String>,
    /// The program under test, instead of the one that was built with this one.
    pub(crate) program: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments; `cargo bench` adds `--bench`.
    pub(crate) fn read(arguments: &[String]) -> Result<Self> {
        let mut options = Self { only: Vec::new(), runs: None, seed: 1, places: Vec::new(), program: None };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().ok_or_else(|| format!("{argument} needs a value"));
            match argument.as_str() {
                "--bench" => {}
                "--only" => options.only.extend(value()?.split(',').map(str::to_owned)),
                "--runs" => options.runs = Some(value()?.parse()?),
                "--seed" => options.seed = value()?.parse()?,
                "--places" => options.places.extend(value()?.split(',').map(str::to_owned)),
                "--program" => options.program = Some(std::fs::canonicalize(value()?)?),
                other => return Err(format!("unknown argument {other}").into()),
            }
        }
        Ok(options)
    }

    /// Whether the experiment `name` is to run.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// How often, where the experiment itself says `usual`.
    pub(crate) fn runs(&self, usual: u64) -> u64 {
        self.runs.unwrap_or(usual)
    }
}
