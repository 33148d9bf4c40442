//! Everything that is wrong with a configuration, said at once: each problem names its key and what is allowed.
//!
//! Never holds the value of a secret.

use std::fmt;

use super::key::Key;

/// One thing that is wrong, tied to the key that must change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key's path, the variable's name, or the file's name.
    pub place: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

/// The configuration cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigError {
    /// In the order in which they were found; never empty.
    pub problems: Vec<Problem>,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used:")?;
        for Problem { place, message } in &self.problems {
            write!(f, "\n  {place}: {message}")?;
        }
        Ok(())
    }
}

/// Collects problems while sections are read, so that an operator mends them in one go.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    /// Adds a problem with a key known by its path.
    pub(super) fn add(&mut self, path: &str, message: impl Into<String>) {
        let place = match find(path) {
            Some(key) => format!("{} ({})", key.path, key.env),
            None => path.to_owned(),
        };
        self.0.push(Problem { place, message: message.into() });
    }

    /// What was read, unless there is a problem; a part that could not be read has added one.
    pub(super) fn into_result<T>(self, read: Option<T>) -> Result<T, ConfigError> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(ConfigError { problems: self.0 }),
        }
    }
}

fn find(path: &str) -> Option<&'static Key> {
    super::keys().find(|key| key.path == path)
}
