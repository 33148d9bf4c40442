//! What it costs to check a password against the hashes that came into a pool from elsewhere.
//!
//! They take as long as whoever made them wished, which tells an account that was imported from a name without one (case
//! 131): a bcrypt hash of cost 10 some 60 ms longer. So in such a pool a wrong password is told no earlier than the dearest of
//! them would be found wrong, whoever's it is.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A wrong password is told on a multiple of this: a hash does not always take equally long.
const STEP_MS: u32 = 50;

/// The dearest hash of each format that was imported. Those that were replaced since still count: whose they were is
/// nobody's business either.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ImportedHashes(BTreeMap<String, Cost>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cost {
    /// Rounds, iterations: what is comparable within a format.
    work: u64,
    /// What that took, in milliseconds.
    millis: u32,
}

impl ImportedHashes {
    /// Whether a hash of this format with so much to do is dearer than all before.
    #[must_use]
    pub fn is_dearer(&self, format: &str, work: u64) -> bool {
        self.0.get(format).is_none_or(|known| work > known.work)
    }

    /// Notes what checking such a hash took.
    pub fn note(&mut self, format: &str, work: u64, took: Duration) {
        if self.is_dearer(format, work) {
            let millis = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
            self.0.insert(format.to_owned(), Cost { work, millis });
        }
    }

    /// Whether nothing was imported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long after its coming a wrong password is told, at least: half as long again as the dearest took, in whole
    /// steps. `None`: nothing was imported, and all hashes cost the same.
    #[must_use]
    pub fn earliest_refusal(&self) -> Option<Duration> {
        let dearest = self.0.values().map(|cost| cost.millis).max()?;
        let with_room = dearest.saturating_add(dearest / 2).max(STEP_MS).checked_next_multiple_of(STEP_MS);
        Some(Duration::from_millis(with_room.unwrap_or(u32::MAX).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_of_all_formats_counts() {
        let mut hashes = ImportedHashes::default();
        assert_eq!(hashes.earliest_refusal(), None);
        hashes.note("phpass", 8192, Duration::from_millis(12));
        assert_eq!(hashes.earliest_refusal(), Some(Duration::from_millis(50)));
        assert!(
            hashes.is_dearer("bcrypt", 1024) && hashes.is_dearer("phpass", 8193) && !hashes.is_dearer("phpass", 8192)
        );
        hashes.note("bcrypt", 1024, Duration::from_millis(75));
        assert_eq!(hashes.earliest_refusal(), Some(Duration::from_millis(150)));
        hashes.note("bcrypt", 512, Duration::from_millis(500));
        assert_eq!(hashes.earliest_refusal(), Some(Duration::from_millis(150)), "less to do is not looked at");
        hashes.note("bcrypt", 4096, Duration::from_millis(290));
        assert_eq!(hashes.earliest_refusal(), Some(Duration::from_millis(450)));
    }
}
