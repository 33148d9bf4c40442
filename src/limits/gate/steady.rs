//! Time for the rates: only the passing of it counts, and it never runs backwards.

use std::sync::{Arc, Mutex, PoisonError};

use governor::clock::Clock;
use governor::nanos::Nanos;

use crate::domain::clock::{Micros, SharedClock};

/// Measures from a clock that may be set back: what was counted must not hold people up until it has caught up
/// (case 251).
#[derive(Clone)]
pub(super) struct SteadyClock(Arc<Steady>);

struct Steady {
    clock: SharedClock,
    /// The moment last seen, and the nanoseconds that had passed then.
    seen: Mutex<(Micros, u64)>,
}

impl SteadyClock {
    pub(super) fn new(clock: SharedClock) -> Self {
        let seen = Mutex::new((clock.now(), 0));
        Self(Arc::new(Steady { clock, seen }))
    }

    /// Nanoseconds since it was made, as far as they are known to have passed.
    pub(super) fn elapsed(&self) -> u64 {
        let now = self.0.clock.now();
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = u64::try_from(now.since(seen.0)).unwrap_or(0);
        *seen = (now, seen.1.saturating_add(passed.saturating_mul(1_000)));
        seen.1
    }
}

impl Clock for SteadyClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(self.elapsed())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::SteadyClock;
    use crate::domain::clock::{ManualClock, Micros};

    #[test]
    fn a_clock_set_back_loses_no_time_and_gains_none() {
        let clock = Arc::new(ManualClock::new(Micros::from_secs(10_000)));
        let steady = SteadyClock::new(clock.clone());
        clock.advance_secs(5);
        assert_eq!(steady.elapsed(), 5_000_000_000);
        clock.advance_secs(-3_600);
        assert_eq!(steady.elapsed(), 5_000_000_000);
        clock.advance_secs(1);
        assert_eq!(steady.elapsed(), 6_000_000_000);
    }
}
