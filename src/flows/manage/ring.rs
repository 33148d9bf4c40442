//! The key ring's own keys: the master key that wraps it is exchanged, a new working key is added.
//!
//! Both work beside running nodes. These know the data keys already and take over rows that they can open; what they
//! cannot open after a restart is the business of the configuration, which names both master keys meanwhile.

use serde_json::json;
use thiserror::Error;

use crate::crypto::ring::{KeyRing, MasterKey, RingError};
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::random::Random;
use crate::flows::events;
use crate::storage::{Database, StorageError};

/// Why nothing was changed.
#[derive(Debug, Error)]
pub enum RingChangeError {
    /// A row opens under neither master key, or there is no ring.
    #[error("{0}")]
    Ring(#[from] RingError),
    /// The ring was changed by another program at the same time.
    #[error("the key ring was changed at the same time; try again")]
    Concurrent,
    /// The database failed.
    #[error("storage")]
    Storage(#[from] StorageError),
}

/// Wraps every row that only the previous master key opens anew under the master key, in one transaction; answers how
/// many these were. Run again, it does what is left.
pub async fn rotate_master(
    database: &Database,
    master: &MasterKey,
    random: &dyn Random,
    now: Micros,
) -> Result<usize, RingChangeError> {
    let rows = database.ring_keys().await?;
    if rows.is_empty() {
        return Err(RingError::Empty.into());
    }
    let anew = KeyRing::rewrap_rest(master, &rows, random)?;
    if anew.is_empty() {
        return Ok(0);
    }
    let event = events::of_installation(random, now, EventName::MasterKeyRotated, json!({ "keys": anew.len() }));
    if database.rewrap_ring_keys(&rows, &anew, &event).await? {
        Ok(anew.len())
    } else {
        Err(RingChangeError::Concurrent)
    }
}

/// Adds a working key; answers its version. Nodes take it over within seconds and make new values under it a minute
/// later ([`crate::crypto::ring::ANNOUNCED_SECS`]).
pub async fn add_working_key(
    database: &Database,
    master: &MasterKey,
    random: &dyn Random,
    now: Micros,
) -> Result<u32, RingChangeError> {
    let rows = database.ring_keys().await?;
    let next = KeyRing::create_next(master, &rows, random, now)?;
    let event = events::of_installation(random, now, EventName::RingKeyAdded, json!({ "version": next.version }));
    if database.add_next_ring_key(&next, &event).await? { Ok(next.version) } else { Err(RingChangeError::Concurrent) }
}
