//! The one source of time. Everything that asks "what time is it?" takes a [`Clock`], so that a test can move it.
//!
//! Knows nothing of time zones, calendars or the database's clock: time is UTC microseconds since the epoch.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

const MICROS_PER_SEC: i64 = 1_000_000;
const MICROS_PER_MILLI: i64 = 1_000;

/// A moment: microseconds since 1970-01-01T00:00:00Z. Arithmetic saturates, it never wraps or panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Micros(pub i64);

impl Micros {
    /// The moment that lies this many whole seconds after the epoch, as JWT's `NumericDate` counts.
    #[must_use]
    pub const fn from_secs(secs: i64) -> Self {
        Self(secs.saturating_mul(MICROS_PER_SEC))
    }

    /// `secs` seconds later (earlier when negative).
    #[must_use]
    pub const fn plus_secs(self, secs: i64) -> Self {
        Self(self.0.saturating_add(secs.saturating_mul(MICROS_PER_SEC)))
    }

    /// `millis` milliseconds later (earlier when negative).
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis.saturating_mul(MICROS_PER_MILLI)))
    }

    /// Whole seconds since the epoch, rounded towards the past.
    #[must_use]
    pub const fn secs(self) -> i64 {
        self.0.div_euclid(MICROS_PER_SEC)
    }

    /// Whole milliseconds since the epoch, rounded towards the past.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0.div_euclid(MICROS_PER_MILLI)
    }

    /// Microseconds that passed since `earlier`; negative when `earlier` is in the future.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Micros;
}

/// The clock as everyone holds it.
pub type SharedClock = Arc<dyn Clock>;

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the port that everyone else is sent to")]
    fn now(&self) -> Micros {
        let micros = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            // A machine whose clock stands before 1970: count backwards.
            Err(before) => i64::try_from(before.duration().as_micros()).map_or(i64::MIN, |micros| -micros),
        };
        Micros(micros)
    }
}

/// Runs on steadily from the moment at which it was started, even when somebody sets the machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SteadyClock {
    started_at: Micros,
    since: Instant,
}

impl SteadyClock {
    /// Starts at what the machine's clock shows.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the port that everyone else is sent to")]
    pub fn start() -> Self {
        Self { started_at: SystemClock.now(), since: Instant::now() }
    }
}

impl Clock for SteadyClock {
    fn now(&self) -> Micros {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Micros(self.started_at.0.saturating_add(passed))
    }
}

/// A clock that is set by another one from time to time, and runs by itself between.
pub struct FollowingClock {
    own: SharedClock,
    ahead: AtomicI64,
}

impl FollowingClock {
    /// Shows the time of `own` until it is set.
    #[must_use]
    pub fn new(own: SharedClock) -> Self {
        Self { own, ahead: AtomicI64::new(0) }
    }

    /// Sets it forward by so many microseconds; back, where they are negative.
    pub fn set_forward(&self, micros: i64) {
        self.ahead.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for FollowingClock {
    fn now(&self) -> Micros {
        Micros(self.own.now().0.saturating_add(self.ahead.load(Ordering::SeqCst)))
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows `start`.
    #[must_use]
    pub const fn new(start: Micros) -> Self {
        Self(AtomicI64::new(start.0))
    }

    /// Moves the clock by `secs` seconds.
    pub fn advance_secs(&self, secs: i64) {
        self.update(|now| now.plus_secs(secs));
    }

    /// Moves the clock by `millis` milliseconds.
    pub fn advance_millis(&self, millis: i64) {
        self.update(|now| now.plus_millis(millis));
    }

    /// Puts the clock at `moment`.
    pub fn set(&self, moment: Micros) {
        self.0.store(moment.0, Ordering::SeqCst);
    }

    fn update(&self, change: impl Fn(Micros) -> Micros) {
        // The closure always answers Some, so the update cannot be refused.
        let _previous = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| Some(change(Micros(now)).0));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Micros {
        Micros(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_keeps_units_and_saturates() {
        let start = Micros::from_secs(1_700_000_000);
        assert_eq!(start.plus_secs(60).since(start), 60_000_000);
        assert_eq!(start.plus_millis(-1).secs(), 1_699_999_999);
        assert_eq!(Micros(-1).secs(), -1);
        assert_eq!(Micros(i64::MAX).plus_secs(i64::MAX), Micros(i64::MAX));
        assert_eq!(Micros::from_secs(i64::MIN), Micros(i64::MIN));
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = ManualClock::new(Micros::from_secs(10));
        assert_eq!(clock.now(), clock.now());
        clock.advance_secs(5);
        assert_eq!(clock.now().secs(), 15);
        clock.advance_millis(-5_000);
        assert_eq!(clock.now().secs(), 10);
    }

    #[test]
    fn a_following_clock_runs_on_from_where_it_was_set() {
        let own = Arc::new(ManualClock::new(Micros::from_secs(10)));
        let clock = FollowingClock::new(own.clone());
        assert_eq!(clock.now().secs(), 10);
        clock.set_forward(-3_000_000);
        own.advance_secs(5);
        assert_eq!(clock.now().secs(), 12);
        clock.set_forward(3_000_000);
        assert_eq!(clock.now(), own.now());
    }

    #[test]
    fn a_steady_clock_begins_at_the_machine_s_and_runs_on() {
        let before = SystemClock.now();
        let clock = SteadyClock::start();
        let first = clock.now();
        assert!(first >= before && clock.now() >= first);
    }

    #[test]
    fn the_system_clock_is_past_this_code_s_birth() {
        assert!(SystemClock.now() > Micros::from_secs(1_750_000_000));
    }
}
