//! Values that are worth something under one version of the configuration only ([`Versions`]).
//!
//! Of every kind there is one cache, and all of them are one type inside, since a cache made for each kind of value
//! would be as much code again for each. What to read when there is nothing is the business of whoever keeps it here.

use std::any::Any;
use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::versions::Versions;
use crate::storage::StorageError;

/// Most entries kept of a kind.
const CAPACITY: usize = 10_000;
/// About as many entries as are kept of what is weighed: so few that the cache makes one shard of them, since nothing is kept
/// that weighs more than a shard holds.
const FEW: usize = 32;

/// What was read, by key. Cheap to clone: all clones are one.
pub(crate) struct Versioned<V> {
    versions: Versions,
    entries: Arc<Entries>,
    weigh: fn(&V) -> u32,
}

/// The cache, of whatever kind.
struct Entries(Cache<String, Entry, ByWeight>);

/// What was read, and under which version.
#[derive(Clone)]
struct Entry {
    version: i64,
    weight: u32,
    value: Arc<dyn Any + Send + Sync>,
}

/// Entries weigh what they say.
#[derive(Clone)]
struct ByWeight;

impl Weighter<String, Entry> for ByWeight {
    fn weight(&self, _: &String, entry: &Entry) -> u64 {
        // What weighs nothing would never go.
        entry.weight.max(1).into()
    }
}

impl<V: Send + Sync + 'static> Versioned<V> {
    /// Keeps some ten thousand.
    pub(crate) fn new(versions: Versions) -> Self {
        Self::holding(versions, CAPACITY, CAPACITY as u64, |_| 1)
    }

    /// Keeps what weighs no more than this together, in the unit of `weigh`.
    pub(crate) fn weighing(versions: Versions, capacity: u64, weigh: fn(&V) -> u32) -> Self {
        Self::holding(versions, FEW, capacity, weigh)
    }

    fn holding(versions: Versions, entries: usize, capacity: u64, weigh: fn(&V) -> u32) -> Self {
        Self { versions, entries: Arc::new(Entries::holding(entries, capacity)), weigh }
    }

    /// What is kept under `key`; else what `read` finds, which is kept from then on. That there is nothing is not
    /// remembered.
    ///
    /// # Errors
    /// Neither the version nor the value can be read.
    pub(crate) async fn find<E: From<StorageError>>(
        &self,
        key: &str,
        read: impl AsyncFnOnce() -> Result<Option<V>, E>,
    ) -> Result<Option<Arc<V>>, E> {
        let version = self.versions.current().await?;
        if let Some(kept) = self.entries.kept(key, version) {
            return Ok(Some(kept));
        }
        // Boxed, since it is seldom, and every request that asks here would be as large as a statement is.
        let found = Box::pin(read()).await?;
        Ok(found.map(|value| self.keep(key, version, value)))
    }

    /// The same of what there always is.
    ///
    /// # Errors
    /// Neither the version nor the value can be read.
    pub(crate) async fn get<E: From<StorageError>>(
        &self,
        key: &str,
        read: impl AsyncFnOnce() -> Result<V, E>,
    ) -> Result<Arc<V>, E> {
        let version = self.versions.current().await?;
        if let Some(kept) = self.entries.kept(key, version) {
            return Ok(kept);
        }
        let value = Box::pin(read()).await?;
        Ok(self.keep(key, version, value))
    }

    fn keep(&self, key: &str, version: i64, value: V) -> Arc<V> {
        let (weight, value) = ((self.weigh)(&value), Arc::new(value));
        self.entries.keep(key, Entry { version, weight, value: value.clone() });
        value
    }

    /// Forgets one, which was changed here.
    pub(crate) fn forget(&self, key: &str) {
        self.versions.doubt();
        self.entries.0.remove(key);
    }

    /// Forgets all.
    pub(crate) fn forget_all(&self) {
        self.versions.doubt();
        self.entries.0.clear();
    }
}

impl Entries {
    /// About so many, which weigh no more than this together.
    fn holding(entries: usize, capacity: u64) -> Self {
        Self(Cache::with_weighter(entries, capacity, ByWeight))
    }

    fn kept<V: Send + Sync + 'static>(&self, key: &str, version: i64) -> Option<Arc<V>> {
        let entry = self.0.get(key).filter(|entry| entry.version == version)?;
        entry.value.downcast().ok()
    }

    fn keep(&self, key: &str, entry: Entry) {
        self.0.insert(key.to_owned(), entry);
    }
}

impl<V> Clone for Versioned<V> {
    fn clone(&self) -> Self {
        Self { versions: self.versions.clone(), entries: self.entries.clone(), weigh: self.weigh }
    }
}

impl<V> std::fmt::Debug for Versioned<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Versioned").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(version: i64, weight: u32, value: &str) -> Entry {
        Entry { version, weight, value: Arc::new(value.to_owned()) }
    }

    fn kept(entries: &Entries, key: &str, version: i64) -> Option<String> {
        entries.kept::<String>(key, version).map(Arc::unwrap_or_clone)
    }

    #[test]
    fn a_value_is_worth_nothing_under_another_version() {
        let entries = Entries::holding(CAPACITY, CAPACITY as u64);
        assert_eq!(kept(&entries, "a", 1), None);
        entries.keep("a", entry(1, 1, "one"));
        assert_eq!(kept(&entries, "a", 1).as_deref(), Some("one"));
        assert_eq!((kept(&entries, "a", 2), kept(&entries, "b", 1)), (None, None));
        entries.keep("a", entry(2, 1, "two"));
        assert_eq!(kept(&entries, "a", 1), None);
        assert_eq!(kept(&entries, "a", 2).as_deref(), Some("two"));
    }

    #[test]
    fn what_is_kept_is_bounded_by_its_weight() {
        let entries = Entries::holding(FEW, 1_000);
        for n in 0..1_000 {
            entries.keep(&n.to_string(), entry(1, 10, "some"));
        }
        assert!(entries.0.len() > 50 && entries.0.weight() <= 1_000, "{} of {}", entries.0.len(), entries.0.weight());
        entries.keep("weighs nothing", entry(1, 0, "some"));
        for n in 0..1_000 {
            entries.keep(&n.to_string(), entry(2, 10, "some"));
        }
        assert_eq!(kept(&entries, "weighs nothing", 1), None);
    }

    #[test]
    fn one_entry_may_weigh_nearly_as_much_as_all() {
        let entries = Entries::holding(FEW, 1_000);
        entries.keep("a", entry(1, 900, "some"));
        assert_eq!(kept(&entries, "a", 1).as_deref(), Some("some"));
        entries.keep("b", entry(1, 1_001, "some"));
        assert_eq!(kept(&entries, "b", 1), None);
    }
}
