//! What the server says about itself: `[log]`.

use tracing_subscriber::EnvFilter;

use super::{Rules, key::section, problem::Problems};

section! {
    /// What the server says about itself, on standard error.
    struct LogKeys in "log" {
        /// Which records are written: a level (`error`, `warn`, `info`, `debug`, `trace`), or a list of
        /// `module=level`.
        ("log.filter", "VESTIBULE_LOG")
        filter: String = "info".to_owned();
        /// `json` (one object per line) or `pretty` (one readable line per record). Unset: `pretty` in `vestibule dev`,
        /// `json` otherwise.
        ("log.format", "VESTIBULE_LOG__FORMAT")
        format: Option<String> = None;
    }
}

/// How a record is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One JSON object per line.
    Json,
    /// One readable line per record.
    Pretty,
}

/// The section, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Directives of the filter; known to parse.
    pub filter: String,
    /// How a record is written.
    pub format: LogFormat,
}

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &LogKeys, rules: Rules, problems: &mut Problems) -> Option<Log> {
    let parses = EnvFilter::try_new(&keys.filter).is_ok();
    if !parses {
        problems.add("log.filter", "must be a level (error, warn, info, debug, trace) or a list of module=level");
    }
    let format = match keys.format.as_deref() {
        Some("json") => LogFormat::Json,
        Some("pretty") => LogFormat::Pretty,
        Some(_) => {
            problems.add("log.format", "must be json or pretty");
            return None;
        }
        None if rules == Rules::Dev => LogFormat::Pretty,
        None => LogFormat::Json,
    };
    parses.then(|| Log { filter: keys.filter.clone(), format })
}
