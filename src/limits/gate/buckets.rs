//! The state of one rate's buckets, bounded in number.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::sync::{Arc, Mutex, PoisonError};

use governor::nanos::Nanos;
use governor::state::StateStore;

use super::steady::SteadyClock;

/// Buckets that are told apart. Whoever comes beyond that shares one of [`SHARED`]: a flood from very many addresses
/// neither fills the memory nor empties the buckets of those who were there before it.
const MOST: usize = 50_000;
const SHARED: u64 = 1_024;
/// Nanoseconds between two searches for buckets that are full again: a search looks at all of them.
const SEARCH_EVERY: u64 = 5_000_000_000;

/// Whose bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Slot<K> {
    Own(K),
    Shared(u64),
}

/// The buckets of a rate.
#[derive(Clone)]
pub(super) struct Buckets<K>(Arc<Store<K>>);

struct Store<K> {
    held: Mutex<Held<K>>,
    clock: SteadyClock,
    hashing: RandomState,
    most: usize,
}

struct Held<K> {
    /// When a bucket is full again, in nanoseconds of the clock.
    full_at: HashMap<Slot<K>, Nanos>,
    searched_at: u64,
}

impl<K: Copy + Eq + Hash> Buckets<K> {
    pub(super) fn new(clock: SteadyClock) -> Self {
        Self::with_most(clock, MOST)
    }

    fn with_most(clock: SteadyClock, most: usize) -> Self {
        let held = Mutex::new(Held { full_at: HashMap::new(), searched_at: 0 });
        Self(Arc::new(Store { held, clock, hashing: RandomState::new(), most }))
    }

    /// Gives back what was taken: `worth` nanoseconds of filling.
    pub(super) fn give_back(&self, key: K, worth: Nanos) {
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        // Where it was shared when it was taken and is not now, it stays taken from the shared one.
        if let Some(full_at) = held.full_at.get_mut(&Slot::Own(key)) {
            *full_at = full_at.saturating_sub(worth);
        }
    }

    fn slot(&self, held: &mut Held<K>, key: K) -> Slot<K> {
        let own = Slot::Own(key);
        if held.full_at.len() < self.0.most || held.full_at.contains_key(&own) {
            return own;
        }
        let now = self.0.clock.elapsed();
        if now.saturating_sub(held.searched_at) >= SEARCH_EVERY {
            held.searched_at = now;
            held.full_at.retain(|_, full_at| full_at.as_u64() > now);
        }
        if held.full_at.len() < self.0.most { own } else { Slot::Shared(self.0.hashing.hash_one(key) % SHARED) }
    }
}

impl<K: Copy + Eq + Hash> StateStore for Buckets<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut held = self.0.held.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = self.slot(&mut held, *key);
        let (outcome, full_at) = measure(held.full_at.get(&slot).copied())?;
        held.full_at.insert(slot, full_at);
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::{ManualClock, Micros};

    fn take(buckets: &Buckets<u32>, key: u32, full_at: u64) {
        let measure = |_| Ok::<_, ()>(((), Nanos::from(full_at)));
        buckets.measure_and_replace(&key, measure).unwrap();
    }

    fn len(buckets: &Buckets<u32>) -> usize {
        buckets.0.held.lock().unwrap().full_at.len()
    }

    #[test]
    fn a_flood_of_keys_fills_no_memory_and_takes_nothing_from_those_before_it() {
        let clock = Arc::new(ManualClock::new(Micros(0)));
        let buckets = Buckets::with_most(SteadyClock::new(clock.clone()), 100);
        for key in 0..100_000 {
            take(&buckets, key, 60_000_000_000);
        }
        assert!(len(&buckets) <= 100 + usize::try_from(SHARED).unwrap(), "{}", len(&buckets));
        assert!((0..100).all(|key| buckets.0.held.lock().unwrap().full_at.contains_key(&Slot::Own(key))));
        clock.advance_secs(61);
        take(&buckets, 7_000_000, 120_000_000_000);
        assert_eq!(len(&buckets), 1, "what is full again is forgotten");
    }
}
