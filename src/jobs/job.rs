//! The jobs that one node at a time runs, step by step. The outbox is not one of them: its messages have leases of their
//! own, so that all nodes deliver.

use super::{expiry, key_rotation, saml_metadata, spare_keys, unconfirmed};
use crate::flows::{Deps, Error};

/// A job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Job {
    /// Deletes what is over.
    Expiry,
    /// Deletes sign-ups that nobody confirmed.
    Unconfirmed,
    /// Makes private keys ahead of need.
    SpareKeys,
    /// Exchanges the signing keys of the pools that want it.
    KeyRotation,
    /// Fetches the metadata of SAML providers again.
    SamlMetadata,
}

impl Job {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::Expiry, Self::Unconfirmed, Self::SpareKeys, Self::KeyRotation, Self::SamlMetadata];

    /// The word kept in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Expiry => "expiry",
            Self::Unconfirmed => "unconfirmed",
            Self::SpareKeys => "spare_keys",
            Self::KeyRotation => "key_rotation",
            Self::SamlMetadata => "saml_metadata",
        }
    }

    /// Seconds that it rests, over all nodes.
    pub(super) const fn rest_secs(self) -> i64 {
        match self {
            Self::Expiry => 60,
            Self::SpareKeys => 5,
            Self::Unconfirmed | Self::KeyRotation => 600,
            Self::SamlMetadata => 6 * 3600,
        }
    }

    /// One short piece of it; answers how much was done, 0 when nothing is left.
    pub(super) async fn step(self, deps: &Deps, event_days: Option<u32>) -> Result<u64, Error> {
        match self {
            Self::Expiry => expiry::delete_over(deps, event_days).await,
            Self::Unconfirmed => unconfirmed::delete_some(deps).await,
            Self::SpareKeys => spare_keys::make_one(deps).await,
            Self::KeyRotation => key_rotation::rotate_one(deps).await,
            Self::SamlMetadata => saml_metadata::refresh_all(deps).await,
        }
    }
}
