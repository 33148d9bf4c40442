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
    random: SharedRandom,
}

/// The derived keys of every version in the ring; never empty.
pub(super) struct Versions {
    newest: u32,
    keys: BTreeMap<u32, DerivedKeys>,
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
        let newest = Versions::open(master, rows)?.newest;
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

    /// Opens the ring. Every row must open; `random` feeds the nonces of what the ring seals.
    pub fn open(master: &MasterKey, rows: &[WrappedKey], random: SharedRandom) -> Result<Self, RingError> {
        Ok(Self { versions: RwLock::new(Arc::new(Versions::open(master, rows)?)), random })
    }

    /// Takes over the rows as they are now (after a rotation, maybe by another node). On an error the ring stays as it was.
    pub fn reload(&self, master: &MasterKey, rows: &[WrappedKey]) -> Result<(), RingError> {
        let versions = Arc::new(Versions::open(master, rows)?);
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
        let oldest = versions.keys.values().next().unwrap_or_else(|| versions.newest());
        oldest.cookie.clone()
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
    fn open(master: &MasterKey, rows: &[WrappedKey]) -> Result<Self, RingError> {
        let mut keys = BTreeMap::new();
        for row in rows {
            let version = row.version;
            if version == 0 {
                return Err(RingError::VersionOutOfRange { version });
            }
            let data_key = master.unwrap_key(version, &row.wrapped)?;
            if keys.insert(version, DerivedKeys::derive(&data_key)).is_some() {
                return Err(RingError::DuplicateVersion { version });
            }
        }
        let newest = *keys.keys().next_back().ok_or(RingError::Empty)?;
        Ok(Self { newest, keys })
    }

    fn newest(&self) -> &DerivedKeys {
        &self.keys[&self.newest]
    }

    fn get(&self, version: u32) -> Option<&DerivedKeys> {
        self.keys.get(&version)
    }
}

fn make_row(master: &MasterKey, version: u32, random: &dyn Random, now: Micros) -> WrappedKey {
    let data_key = Zeroizing::new(random::bytes::<32>(random));
    WrappedKey { version, wrapped: master.wrap_key(version, &data_key, random), created_at: now }
}
