//! Values that are worth something under one version of the configuration only ([`Versions`](super::versions::Versions)).
//!
//! Of every kind there is one cache, and all of them are one type inside, since a cache made for each kind of value
//! would be as much code again for each. What to read when there is nothing is the business of whoever keeps it here.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use moka::sync::Cache;

/// Most entries kept of a kind.
const CAPACITY: u64 = 10_000;

/// What was read, by key. Cheap to clone: all clones are one.
pub(crate) struct Versioned<V> {
    entries: Cache<String, Entry>,
    of: PhantomData<fn() -> V>,
}

/// What was read, and under which version.
#[derive(Clone)]
struct Entry {
    version: i64,
    weight: u32,
    value: Arc<dyn Any + Send + Sync>,
}

impl<V: Send + Sync + 'static> Versioned<V> {
    /// Keeps some ten thousand.
    pub(crate) fn new() -> Self {
        Self::weighing(CAPACITY)
    }

    /// Keeps what weighs no more than this together, in the unit of [`Self::keep_weighing`].
    pub(crate) fn weighing(capacity: u64) -> Self {
        let entries = Cache::builder().weigher(|_, entry: &Entry| entry.weight).max_capacity(capacity).build();
        Self { entries, of: PhantomData }
    }

    /// What was read under this version.
    pub(crate) fn get(&self, key: &str, version: i64) -> Option<Arc<V>> {
        let entry = self.entries.get(key).filter(|entry| entry.version == version)?;
        entry.value.downcast().ok()
    }

    /// Keeps what was read under this version, and hands it back.
    pub(crate) fn keep(&self, key: &str, version: i64, value: V) -> Arc<V> {
        self.keep_weighing(key, version, value, 1)
    }

    /// The same of a value of this weight.
    pub(crate) fn keep_weighing(&self, key: &str, version: i64, value: V, weight: u32) -> Arc<V> {
        let value = Arc::new(value);
        self.entries.insert(key.to_owned(), Entry { version, weight, value: value.clone() });
        value
    }

    /// Forgets one.
    pub(crate) fn forget(&self, key: &str) {
        self.entries.invalidate(key);
    }

    /// Forgets all.
    pub(crate) fn forget_all(&self) {
        self.entries.invalidate_all();
    }
}

impl<V> Clone for Versioned<V> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone(), of: PhantomData }
    }
}

impl<V> std::fmt::Debug for Versioned<V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Versioned").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Versioned;

    #[test]
    fn a_value_is_worth_nothing_under_another_version() {
        let kept: Versioned<String> = Versioned::new();
        assert!(kept.get("a", 1).is_none());
        assert_eq!(*kept.keep("a", 1, "one".to_owned()), "one");
        assert_eq!(kept.get("a", 1).as_deref().map(String::as_str), Some("one"));
        assert!(kept.get("a", 2).is_none());
        assert!(kept.get("b", 1).is_none());
        kept.keep("a", 2, "two".to_owned());
        assert!(kept.get("a", 1).is_none());
        kept.forget("a");
        assert!(kept.get("a", 2).is_none());
        kept.keep("b", 2, "three".to_owned());
        kept.forget_all();
        assert!(kept.get("b", 2).is_none());
    }
}
