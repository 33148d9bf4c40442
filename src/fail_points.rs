//! Places between the steps of what must not be lost, at which a fault experiment ends the process (`make faults`, F2).
//!
//! ```text
//! vestibule --end-at refresh.committed:3 serve      the fourth refresh is the last thing that it does
//! ```
//!
//! Only in programs built with the feature `fail-points`; in all others there is nothing at these places, and nothing here.

#[cfg(feature = "fail-points")]
mod armed {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    static ARMED: OnceLock<(String, AtomicU32)> = OnceLock::new();

    /// Names the place at which the process ends, as `PLACE:PASSED`: so many pass it before.
    pub(crate) fn arm(place: &str) {
        let (place, passed) = place.rsplit_once(':').unwrap_or((place, "0"));
        // Only the first word counts, and there is only one.
        let _armed = ARMED.set((place.to_owned(), AtomicU32::new(passed.parse().unwrap_or(0))));
    }

    /// Somebody comes by.
    pub(crate) fn pass(place: &str) {
        let Some((armed, left)) = ARMED.get() else { return };
        if armed == place && left.fetch_sub(1, Ordering::SeqCst) == 0 {
            std::process::abort();
        }
    }
}

#[cfg(feature = "fail-points")]
pub(crate) use self::armed::{arm, pass};

/// Ends the process here, without a word to anybody, when the command line says so.
macro_rules! fail_point {
    ($place:literal) => {
        #[cfg(feature = "fail-points")]
        crate::fail_points::pass($place);
    };
}

pub(crate) use fail_point;
