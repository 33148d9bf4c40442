//! Holds strangers to the rates, on this node and in memory: by address and by pool.
//!
//! ```text
//! admit ── address's bucket ── pool's bucket ── Admission ── give_back (it succeeded) or drop (it stays counted)
//! ```
//!
//! Like every limit it is taken before the thing is tried, so that parallel tries count too. Accounts and codes are
//! counted elsewhere, exactly and for all nodes ([`super::Limiter`]); what is here dies with the process.

mod buckets;
mod source;
mod steady;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hash};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use governor::clock::Clock as _;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::{Quota, RateLimiter};

use self::buckets::Buckets;
pub use self::source::Source;
use self::steady::SteadyClock;
use super::rate::{BURST_MINUTES, Rate, Rates};
use super::stuffing::{Stuffing, Suspicion, Thresholds};
use crate::domain::clock::SharedClock;
use crate::domain::pool::PoolId;

/// What a bucket is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One source.
    Address,
    /// One pool.
    Pool,
}

impl Scope {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Address, Self::Pool];

    /// The word for metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Pool => "pool",
        }
    }
}

/// Too many, from there or of that pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Which bucket is empty.
    pub scope: Scope,
    /// Seconds until it has something again, at least 1.
    pub retry_after_secs: u64,
}

/// Holds strangers to the rates. Cheap to clone.
#[derive(Clone)]
pub struct Gate(Arc<Inner>);

struct Inner {
    rates: Rates,
    clock: SteadyClock,
    hashing: RandomState,
    by_address: [Limited<Source>; Rate::ALL.len()],
    by_pool: [Limited<PoolKey>; Rate::ALL.len()],
    stuffing: Stuffing,
}

/// A pool's id as a number, so that keys are small. Pools whose numbers met would share a bucket, no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct PoolKey(u64);

impl Gate {
    /// A gate that nobody has come to yet.
    #[must_use]
    pub fn new(rates: Rates, thresholds: Thresholds, clock: SharedClock) -> Self {
        let clock = SteadyClock::new(clock);
        let by_address = Rate::ALL.map(|rate| Limited::new(rates.of(rate).per_address, &clock));
        let by_pool = Rate::ALL.map(|rate| Limited::new(rates.of(rate).per_pool, &clock));
        let stuffing = Stuffing::new(thresholds);
        Self(Arc::new(Inner { rates, clock, hashing: RandomState::new(), by_address, by_pool, stuffing }))
    }

    /// Takes one of `rate` from the buckets of an address and of a pool, where they are given; from both or from none.
    pub fn admit(&self, rate: Rate, from: Option<IpAddr>, pool: Option<&PoolId>) -> Result<Admission, TooMany> {
        let source = self.source(from);
        let pool = pool.map(|pool| PoolKey(self.0.hashing.hash_one(pool.as_str())));
        let (by_address, by_pool) = (&self.0.by_address[rate.index()], &self.0.by_pool[rate.index()]);
        let too_many = |scope| move |retry_after_secs| TooMany { scope, retry_after_secs };
        if let Some(source) = source {
            by_address.take(source, &self.0.clock).map_err(too_many(Scope::Address))?;
        }
        let admission = Admission { gate: self.clone(), rate, source, pool: None };
        match pool.map(|pool| by_pool.take(pool, &self.0.clock)) {
            None => Ok(admission),
            Some(Ok(())) => Ok(Admission { pool, ..admission }),
            Some(Err(retry_after_secs)) => {
                admission.give_back();
                Err(too_many(Scope::Pool)(retry_after_secs))
            }
        }
    }

    /// How often a rate refused since the start, for metrics.
    #[must_use]
    pub fn refused(&self, rate: Rate, scope: Scope) -> u64 {
        let refused = match scope {
            Scope::Address => &self.0.by_address[rate.index()].refused,
            Scope::Pool => &self.0.by_pool[rate.index()].refused,
        };
        refused.load(Ordering::Relaxed)
    }

    /// How often stuffing was suspected since the start, for metrics.
    #[must_use]
    pub fn suspicions(&self, scope: Scope) -> u64 {
        self.0.stuffing.suspicions(scope)
    }

    /// Notes a first factor that was wrong; `person` names whose, as a keyed hash. Answers what that gives away: each
    /// suspicion once in its window.
    #[must_use]
    pub fn note_failure(&self, from: Option<IpAddr>, pool: &PoolId, person: &str) -> Vec<Suspicion> {
        let now = self.0.clock.elapsed() / 1_000_000_000;
        self.0.stuffing.failed(self.source(from), pool, self.0.hashing.hash_one(person), now)
    }

    /// Notes a first factor that was right: where most are, nobody is stuffing.
    pub fn note_success(&self, from: Option<IpAddr>, pool: &PoolId) {
        let now = self.0.clock.elapsed() / 1_000_000_000;
        self.0.stuffing.succeeded(self.source(from), pool, now);
    }

    /// The source that is counted; `None` where the address is exempt, or there is none.
    #[must_use]
    pub fn source(&self, from: Option<IpAddr>) -> Option<Source> {
        from.filter(|address| !self.0.rates.exempts(*address)).map(Source::of)
    }
}

/// What was taken. It stays counted unless it is given back.
#[must_use = "what was taken is to be given back when the thing succeeded"]
pub struct Admission {
    gate: Gate,
    rate: Rate,
    source: Option<Source>,
    pool: Option<PoolKey>,
}

impl Admission {
    /// It succeeded, or was not tried after all: it does not count.
    pub fn give_back(self) {
        let gate = &self.gate.0;
        if let Some(source) = self.source {
            gate.by_address[self.rate.index()].give_back(source);
        }
        if let Some(pool) = self.pool {
            gate.by_pool[self.rate.index()].give_back(pool);
        }
    }

    /// It counts, whatever becomes of it.
    pub fn keep(self) {}
}

/// One rate over one kind of key.
struct Limited<K: Copy + Eq + Hash> {
    limiter: RateLimiter<K, Buckets<K>, SteadyClock, NoOpMiddleware<Nanos>>,
    buckets: Buckets<K>,
    /// Nanoseconds in which one is filled up again.
    worth: Nanos,
    refused: AtomicU64,
}

impl<K: Copy + Eq + Hash> Limited<K> {
    fn new(per_minute: u32, clock: &SteadyClock) -> Self {
        let per_minute = NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN);
        let burst = per_minute.saturating_mul(NonZeroU32::new(BURST_MINUTES).unwrap_or(NonZeroU32::MIN));
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        let buckets = Buckets::new(clock.clone());
        Self {
            limiter: RateLimiter::new(quota, buckets.clone(), clock.clone()),
            buckets,
            worth: quota.replenish_interval().into(),
            refused: AtomicU64::new(0),
        }
    }

    /// Takes one, or says in how many seconds there is one.
    fn take(&self, key: K, clock: &SteadyClock) -> Result<(), u64> {
        self.limiter.check_key(&key).map_err(|refusal| {
            self.refused.fetch_add(1, Ordering::Relaxed);
            let wait = refusal.wait_time_from(clock.now());
            // Rounded up: who comes back on time is let in.
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0).max(u64::from(wait.is_zero()))
        })
    }

    fn give_back(&self, key: K) {
        self.buckets.give_back(key, self.worth);
    }
}

#[cfg(test)]
mod tests;
