//! The key ring: versioned data keys, wrapped by the master key, from which every other symmetric key is derived.
//!
//! The ring's rows are given and returned as [`WrappedKey`]; where they are kept is someone else's concern. New values are
//! made under the newest version, old ones are accepted under every version that is still in the ring. A master key that
//! does not open every row is an error and nothing is created in its place.

mod derived;
mod mac;
mod master;
mod purpose;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use thiserror::Error;
use zeroize::Zeroizing;

pub use self::mac::Mac;
pub use self::master::{MasterKey, MasterKeyError};
pub use self::purpose::{MacPurpose, StatePurpose};
pub use self::seal::{SealContext, UnsealError};

use self::derived::DerivedKeys;
use crate::domain::clock::Micros;
use crate::domain::random::{self, Random, SharedRandom};

/// Seconds from a version's making to its first use: until then every node has taken it over.
pub const ANNOUNCED_SECS: i64 = 60;
/// A moment at which every version is in use.
const ALL_IN_USE: Micros = Micros(i64::MAX);

/// One row of the ring: a data key that only the master key opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrappedKey {
    /// Counts from 1 and is never used again.
    pub version: u32,
    /// The sealed 32-byte key, opaque to whoever stores it.
    pub wrapped: Vec<u8>,
    /// When the key was made.
    pub created_at: Micros,
}

/// Why a ring could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RingError {
    /// There are no rows; [`KeyRing::create_first`] is for a database that never had any.
    #[error("the key ring is empty")]
    Empty,
    /// The row was wrapped by another master key, or was changed.
    #[error(
        "the master key does not open version {version} of the key ring: it is not the key that this database was set up with"
    )]
    WrongMasterKey {
        /// The row that does not open.
        version: u32,
    },
    /// Two rows claim one version.
    #[error("the key ring holds version {version} twice")]
    DuplicateVersion {
        /// The version in question.
        version: u32,
    },
    /// The version counter is used up, or a row carries version 0.
    #[error("{version} is not a version of the key ring")]
    VersionOutOfRange {
        /// The version in question.
        version: u32,
    },
}

/// The opened ring. Shared by all; [`KeyRing::reload`] exchanges its content while it is in use.
pub struct KeyRing {
    versions: RwLock<Arc<Versions>>,
    master: MasterKey,
    random: SharedRandom,
}

/// The derived keys of every version in the ring; never empty.
pub(super) struct Versions {
    /// The version under which new values are made.
    newest: u32,
    keys: BTreeMap<u32, Arc<DerivedKeys>>,
}

impl KeyRing {
    /// Makes the first row of a new ring. Whoever calls this has made sure that there is none yet.
    #[must_use]
    pub fn create_first(master: &MasterKey, random: &dyn Random, now: Micros) -> WrappedKey {
        make_row(master, 1, random, now)
    }

    /// Makes the row that follows `rows`; it is used once it is stored and the ring is reloaded on every node.
    pub fn create_next(
        master: &MasterKey,
        rows: &[WrappedKey],
        random: &dyn Random,
        now: Micros,
    ) -> Result<WrappedKey, RingError> {
        let newest = Versions::open(master, rows, ALL_IN_USE)?.newest;
        let version = newest.checked_add(1).ok_or(RingError::VersionOutOfRange { version: newest })?;
        Ok(make_row(master, version, random, now))
    }

    /// Wraps every row anew under another master key; the data keys, and all that hangs on them, stay as they are.
    pub fn rewrap(
        old: &MasterKey,
        new: &MasterKey,
        rows: &[WrappedKey],
        random: &dyn Random,
    ) -> Result<Vec<WrappedKey>, RingError> {
        let rewrap = |row: &WrappedKey| {
            let key = old.unwrap_key(row.version, &row.wrapped)?;
            Ok(WrappedKey { wrapped: new.wrap_key(row.version, &key, random), ..row.clone() })
        };
        rows.iter().map(rewrap).collect()
    }

    /// Of `rows` those that `master` opens with its previous key only, wrapped anew under its own; the data keys, and all
    /// that hangs on them, stay as they are. Empty when nothing is left to do.
    pub fn rewrap_rest(
        master: &MasterKey,
        rows: &[WrappedKey],
        random: &dyn Random,
    ) -> Result<Vec<WrappedKey>, RingError> {
        let rest = rows.iter().filter(|row| !master.has_wrapped(row.version, &row.wrapped));
        rest.map(|row| {
            let key = master.unwrap_key(row.version, &row.wrapped)?;
            Ok(WrappedKey { wrapped: master.wrap_key(row.version, &key, random), ..row.clone() })
        })
        .collect()
    }

    /// Opens the ring with every version in use: for a process that has no others beside it. Every row must open;
    /// `random` feeds the nonces of what the ring seals.
    pub fn open(master: &MasterKey, rows: &[WrappedKey], random: SharedRandom) -> Result<Self, RingError> {
        Self::open_at(master, rows, random, ALL_IN_USE)
    }

    /// Opens the ring as it is in use at `now`: a version that was added less than [`ANNOUNCED_SECS`] ago opens what
    /// others made under it, but makes nothing yet.
    pub fn open_at(
        master: &MasterKey,
        rows: &[WrappedKey],
        random: SharedRandom,
        now: Micros,
    ) -> Result<Self, RingError> {
        let versions = RwLock::new(Arc::new(Versions::open(master, rows, now)?));
        Ok(Self { versions, master: master.clone(), random })
    }

    /// Takes over the rows as they are at `now`, under the master key that the ring was opened with. Versions that are
    /// known already are not opened again, so that a node goes on while the master key is exchanged behind its back. On
    /// an error the ring stays as it was.
    pub fn refresh(&self, rows: &[WrappedKey], now: Micros) -> Result<(), RingError> {
        let known = self.versions();
        let versions = Versions::take_over(&self.master, rows, &known.keys, now)?;
        *self.versions.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(versions);
        Ok(())
    }

    /// Takes over the rows as they are now (after a rotation, maybe by another node). On an error the ring stays as it was.
    pub fn reload(&self, master: &MasterKey, rows: &[WrappedKey]) -> Result<(), RingError> {
        let versions = Arc::new(Versions::open(master, rows, ALL_IN_USE)?);
        *self.versions.write().unwrap_or_else(PoisonError::into_inner) = versions;
        Ok(())
    }

    /// The version under which new values are made.
    #[must_use]
    pub fn newest_version(&self) -> u32 {
        self.versions().newest
    }

    /// The pepper of password hashes at `version`; `None` when that version is not in the ring.
    #[must_use]
    pub fn pepper(&self, version: u32) -> Option<Zeroizing<[u8; 32]>> {
        self.versions().get(version).map(|keys| keys.pepper.clone())
    }

    /// The pepper for new password hashes, and its version.
    #[must_use]
    pub fn newest_pepper(&self) -> (u32, Zeroizing<[u8; 32]>) {
        let versions = self.versions();
        (versions.newest, versions.newest().pepper.clone())
    }

    /// The key for signing browser cookies: 64 bytes, of the oldest version in the ring, so that adding a version signs
    /// nobody out.
    #[must_use]
    pub fn cookie_key(&self) -> Zeroizing<[u8; 64]> {
        let versions = self.versions();
        let oldest = versions.keys.values().next();
        oldest.map_or_else(|| versions.newest().cookie.clone(), |keys| keys.cookie.clone())
    }

    fn versions(&self) -> Arc<Versions> {
        Arc::clone(&self.versions.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyRing").field("newest_version", &self.newest_version()).finish_non_exhaustive()
    }
}

impl Versions {
    fn open(master: &MasterKey, rows: &[WrappedKey], now: Micros) -> Result<Self, RingError> {
        Self::take_over(master, rows, &BTreeMap::new(), now)
    }

    fn take_over(
        master: &MasterKey,
        rows: &[WrappedKey],
        known: &BTreeMap<u32, Arc<DerivedKeys>>,
        now: Micros,
    ) -> Result<Self, RingError> {
        let mut keys = BTreeMap::new();
        for row in rows {
            let version = row.version;
            if version == 0 {
                return Err(RingError::VersionOutOfRange { version });
            }
            let derived = match known.get(&version) {
                Some(derived) => derived.clone(),
                None => Arc::new(DerivedKeys::derive(&*master.unwrap_key(version, &row.wrapped)?)),
            };
            if keys.insert(version, derived).is_some() {
                return Err(RingError::DuplicateVersion { version });
            }
        }
        let oldest = *keys.keys().next().ok_or(RingError::Empty)?;
        let in_use = rows.iter().filter(|row| row.created_at.plus_secs(ANNOUNCED_SECS) <= now);
        let newest = in_use.map(|row| row.version).max().unwrap_or(oldest);
        Ok(Self { newest, keys })
    }

    fn newest(&self) -> &DerivedKeys {
        &self.keys[&self.newest]
    }

    fn get(&self, version: u32) -> Option<&DerivedKeys> {
        self.keys.get(&version).map(|keys| &**keys)
    }
}

fn make_row(master: &MasterKey, version: u32, random: &dyn Random, now: Micros) -> WrappedKey {
    let data_key = Zeroizing::new(random::bytes::<32>(random));
    WrappedKey { version, wrapped: master.wrap_key(version, &data_key, random), created_at: now }
}
