//! Sees password stuffing: leaked names and passwords, each tried once, which no limit of one account notices.
//!
//! What gives it away is the number of *different* people who fail, from one source or at one pool, while fewer succeed.
//! Counted over windows that follow each other, in memory, on this node; what is remembered of a person is a number.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::gate::{Scope, Source};
use crate::domain::pool::PoolId;

/// Sources watched at once; more are not watched until a window ends.
const MOST_SOURCES: usize = 20_000;

/// From which number of different people on failures are suspicious.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// From one source.
    pub people_per_address: u32,
    /// At one pool.
    pub people_per_pool: u32,
    /// Length of a window, in seconds.
    pub window_secs: u64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { people_per_address: 50, people_per_pool: 500, window_secs: 600 }
    }
}

/// What failures gave away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspicion {
    /// Where they came from; `None`: from many places, at the pool.
    pub source: Option<Source>,
    /// How many different people failed.
    pub people: u32,
    /// Within how many seconds at most.
    pub window_secs: u64,
}

/// Watches failures.
pub(super) struct Stuffing {
    thresholds: Thresholds,
    by_source: Mutex<HashMap<Source, Watch>>,
    by_pool: Mutex<HashMap<PoolId, Watch>>,
    suspicions: [AtomicU64; 2],
}

/// One window of one source or pool.
#[derive(Default)]
struct Watch {
    began_at: u64,
    people: HashSet<u64>,
    /// People who failed.
    failures: u64,
    successes: u64,
    is_told: bool,
}

impl Stuffing {
    pub(super) fn new(thresholds: Thresholds) -> Self {
        let (by_source, by_pool) = (Mutex::default(), Mutex::default());
        Self { thresholds, by_source, by_pool, suspicions: [const { AtomicU64::new(0) }; 2] }
    }

    /// Somebody failed at `now`, in seconds that only grow.
    pub(super) fn failed(&self, source: Option<Source>, pool: &PoolId, person: u64, now: u64) -> Vec<Suspicion> {
        let Thresholds { people_per_address, people_per_pool, window_secs } = self.thresholds;
        let from_source = source.and_then(|source| {
            let watched = |watch: &mut Watch| watch.failed(person, people_per_address);
            let people = watch(&self.by_source, source, now, window_secs, watched).flatten()?;
            Some(self.suspect(Scope::Address, Suspicion { source: Some(source), people, window_secs }))
        });
        let watched = |watch: &mut Watch| watch.failed(person, people_per_pool);
        let at_pool = watch(&self.by_pool, pool.clone(), now, window_secs, watched).flatten();
        let at_pool = at_pool.map(|people| self.suspect(Scope::Pool, Suspicion { source: None, people, window_secs }));
        from_source.into_iter().chain(at_pool).collect()
    }

    /// Somebody succeeded.
    pub(super) fn succeeded(&self, source: Option<Source>, pool: &PoolId, now: u64) {
        let count = |watch: &mut Watch| watch.successes += 1;
        if let Some(source) = source {
            watch(&self.by_source, source, now, self.thresholds.window_secs, count);
        }
        watch(&self.by_pool, pool.clone(), now, self.thresholds.window_secs, count);
    }

    pub(super) fn suspicions(&self, scope: Scope) -> u64 {
        self.suspicions[scope as usize].load(Ordering::Relaxed)
    }

    fn suspect(&self, scope: Scope, suspicion: Suspicion) -> Suspicion {
        self.suspicions[scope as usize].fetch_add(1, Ordering::Relaxed);
        suspicion
    }
}

impl Watch {
    /// Counts a failure; answers the number of people when it gives something away for the first time.
    fn failed(&mut self, person: u64, threshold: u32) -> Option<u32> {
        let threshold_len = usize::try_from(threshold).unwrap_or(usize::MAX);
        // Beyond the threshold nobody more is remembered; then who fails twice may count twice.
        let is_another =
            if self.people.len() < threshold_len { self.people.insert(person) } else { !self.people.contains(&person) };
        self.failures += u64::from(is_another);
        if self.is_told || self.people.len() < threshold_len || self.failures <= self.successes {
            return None;
        }
        self.is_told = true;
        Some(threshold)
    }
}

/// Does `work` in the running window of `key`; `None` where too many are watched already.
fn watch<K: Eq + Hash, T>(
    watches: &Mutex<HashMap<K, Watch>>,
    key: K,
    now: u64,
    window_secs: u64,
    work: impl FnOnce(&mut Watch) -> T,
) -> Option<T> {
    let mut watches = watches.lock().unwrap_or_else(PoisonError::into_inner);
    let is_over = |watch: &Watch| now >= watch.began_at + window_secs;
    if watches.len() >= MOST_SOURCES && !watches.contains_key(&key) {
        // All of them are looked at, but only by who makes the map grow beyond its bound.
        watches.retain(|_, watch| !is_over(watch));
        if watches.len() >= MOST_SOURCES {
            return None;
        }
    }
    let watch = watches.entry(key).or_insert_with(|| Watch { began_at: now, ..Watch::default() });
    if is_over(watch) {
        *watch = Watch { began_at: now, ..Watch::default() };
    }
    Some(work(watch))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> PoolId {
        PoolId::parse("xx-local-1_AAAAAAAAA").unwrap()
    }

    fn source(last: u8) -> Source {
        Source::of(std::net::IpAddr::from([203, 0, 113, last]))
    }

    fn stuffing() -> Stuffing {
        Stuffing::new(Thresholds { people_per_address: 5, people_per_pool: 20, window_secs: 600 })
    }

    #[test]
    fn different_people_failing_from_one_source_are_told_of_once_in_a_window() {
        let stuffing = stuffing();
        let told =
            |now| -> usize { (0..10).map(|person| stuffing.failed(Some(source(1)), &pool(), person, now).len()).sum() };
        assert_eq!(told(0), 1);
        assert_eq!(told(599), 0, "the same window");
        assert_eq!(told(600), 1, "the next");
        assert_eq!((stuffing.suspicions(Scope::Address), stuffing.suspicions(Scope::Pool)), (2, 0));
    }

    #[test]
    fn one_person_who_forgot_a_password_is_nothing() {
        let stuffing = stuffing();
        assert!((0..1_000).all(|_| stuffing.failed(Some(source(1)), &pool(), 7, 0).is_empty()));
    }

    #[test]
    fn an_office_where_most_succeed_is_nothing() {
        let stuffing = stuffing();
        for person in 0..100 {
            stuffing.succeeded(Some(source(1)), &pool(), 0);
            assert!(stuffing.failed(Some(source(1)), &pool(), person, 0).is_empty());
        }
    }

    /// Case 146: each source does little.
    #[test]
    fn people_failing_from_everywhere_are_seen_at_the_pool() {
        let stuffing = stuffing();
        let told: Vec<Suspicion> =
            (0..40).flat_map(|n| stuffing.failed(Some(source(n)), &pool(), n.into(), 0)).collect();
        assert_eq!(told, [Suspicion { source: None, people: 20, window_secs: 600 }]);
    }

    #[test]
    fn memory_is_bounded() {
        let stuffing = stuffing();
        for n in 0..30_000_u32 {
            let source = Source::of(std::net::IpAddr::from(n.to_be_bytes()));
            let _told = stuffing.failed(Some(source), &pool(), n.into(), 0);
        }
        assert_eq!(stuffing.by_source.lock().unwrap().len(), MOST_SOURCES);
        assert_eq!(stuffing.by_pool.lock().unwrap()[&pool()].people.len(), 20);
    }
}
