//! How long audited facts are kept: `[events]`.

use super::{key::section, problem::Problems};

section! {
    /// How long events, the audited facts, are kept.
    struct EventsKeys in "events" {
        /// Days after which an event is deleted, up to 36500; 0: never.
        ("events.keep_days", "VESTIBULE_EVENTS__KEEP_DAYS")
        keep_days: u32 = 365;
    }
}

/// The section, read and checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Events {
    /// Days for which events are kept; `None`: for ever.
    pub keep_days: Option<u32>,
}

/// A hundred years.
const MOST_DAYS: u32 = 36_500;

/// Checks the section; `None` when a problem was added.
pub(super) fn read(keys: &EventsKeys, problems: &mut Problems) -> Option<Events> {
    if keys.keep_days > MOST_DAYS {
        problems.add("events.keep_days", format!("must be from 0 to {MOST_DAYS}"));
        return None;
    }
    Some(Events { keep_days: (keys.keep_days > 0).then_some(keys.keep_days) })
}
