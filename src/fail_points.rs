//! Places between the steps of what must not be lost, at which a fault experiment ends the process (`make faults`, F2).
//!
//! ```text
//! FAILPOINTS='refresh.committed=3*off->return' vestibule serve      the fourth refresh is the last thing that it does
//! ```
//!
//! Only in programs built with the feature `fail-points`; in all others there is nothing at these places, and nothing here.

/// Ends the process here, without a word to anybody, when the environment says so.
macro_rules! fail_point {
    ($name:literal) => {
        #[cfg(feature = "fail-points")]
        fail::fail_point!($name, |_| std::process::abort());
    };
}

pub(crate) use fail_point;

/// Reads from the environment which places are to fail.
#[cfg(feature = "fail-points")]
pub(crate) fn arm() {
    // Dropped, it would disarm them all.
    std::mem::forget(fail::FailScenario::setup());
}
