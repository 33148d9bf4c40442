//! What every flow may use. Built once by the composition root; cheap to share.

use std::sync::Arc;

use url::Url;

use crate::crypto::hashing::PasswordHasher;
use crate::crypto::ring::KeyRing;
use crate::crypto::signing::KeySource;
use crate::domain::clock::{Micros, SharedClock};
use crate::domain::pool::PoolId;
use crate::domain::random::SharedRandom;
use crate::federation::Calls;
use crate::flows::BreachedPasswords;
use crate::flows::directory::Directory;
use crate::flows::keys::Keys;
use crate::flows::risk::Addresses;
use crate::flows::sms_reach::SmsReach;
use crate::flows::time::Time;
use crate::i18n::Catalog;
use crate::limits::{Gate, Limiter};
use crate::storage::Storage;

/// What every flow may use.
#[derive(Clone)]
pub struct Deps {
    /// The database.
    pub storage: Storage,
    /// The key ring.
    pub ring: Arc<KeyRing>,
    /// The pool of hashing threads.
    pub hasher: Arc<PasswordHasher>,
    /// The passwords that nobody may choose.
    pub breached: BreachedPasswords,
    /// The time.
    pub clock: SharedClock,
    /// What keeps it right.
    pub time: Time,
    /// Randomness.
    pub random: SharedRandom,
    /// The limits of accounts, mailboxes and pools, for all nodes.
    pub limiter: Limiter,
    /// The rates of addresses and pools, on this node.
    pub gate: Gate,
    /// Pools and clients, by version.
    pub directory: Directory,
    /// The product's words.
    pub catalog: Arc<Catalog>,
    /// Parsed signing keys.
    pub keys: Keys,
    /// Where new signing keys come from.
    pub key_source: Arc<KeySource>,
    /// What is known of addresses.
    pub addresses: Addresses,
    /// Which numbers text messages may be sent to.
    pub sms: SmsReach,
    /// What upstream providers are called with.
    pub calls: Calls,
    /// The URLs under which the server is known.
    pub urls: Urls,
    /// The region that new pool ids begin with.
    pub region: String,
}

impl Deps {
    /// The moment.
    pub fn now(&self) -> Micros {
        self.clock.now()
    }
}

/// The URLs under which the server is known. They come from the configuration, never from a request (case 126).
#[derive(Clone, Debug)]
pub struct Urls {
    base: String,
}

impl Urls {
    /// From the configured public URL.
    pub fn new(public_url: &Url) -> Self {
        Self { base: public_url.as_str().trim_end_matches('/').to_owned() }
    }

    /// The public URL without a trailing slash.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The issuer of a pool, below which its endpoints are mounted.
    pub fn issuer(&self, pool: &PoolId) -> String {
        format!("{}/{pool}", self.base)
    }

    /// The pool whose issuer this is, if it is one of ours.
    pub fn pool_of_issuer(&self, issuer: &str) -> Option<PoolId> {
        issuer.strip_prefix(&self.base)?.strip_prefix('/').and_then(PoolId::parse)
    }
}
