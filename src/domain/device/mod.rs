//! Devices: the browsers in which a person has signed in, and when one of them may stand in for their second factor.
//!
//! A device is known by the value of a cookie, bound to one pool and one user. It proves no factor and appears in no `amr`:
//! where the pool says so, a remembered device spares its user a second factor that they have proven on it before.

mod name;

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::name::{LONGEST_NAME, name_of};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::user::{User, UserId};

/// Most devices of one user; the one that was used least lately gives way to a new one.
pub const MOST_DEVICES: u64 = 20;
/// Days without use after which a device is forgotten.
pub const IDLE_DAYS: i64 = 90;
/// Days after a second factor was proven on a device in which it may stand in for one (NIST SP 800-63B §4.2.3).
pub const TRUST_DAYS: i64 = 30;
/// Seconds for which a value that was replaced may still arrive: two tabs sign in at the same moment.
pub const GRACE_SECS: i64 = 60;
/// Seconds between two notes that a device was used.
const TOUCH_SECS: i64 = DAY;
const DAY: i64 = 24 * 3600;

/// What a pool does with devices (Cognito's `DeviceConfiguration`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicePolicy {
    /// `ChallengeRequiredOnNewDevice`: a remembered device stands in for the second factor.
    pub stands_in: bool,
    /// `DeviceOnlyRememberedOnUserPrompt`: a device is remembered where the person asks for it; otherwise always.
    pub asks_person: bool,
}

/// The id of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub Uuid);

impl DeviceId {
    /// Reads Cognito's device key, `<region>_<uuid>`; `None`: no device of `pool` can have it.
    pub fn of_key(pool: &PoolId, key: &str) -> Option<Self> {
        let (region, id) = key.rsplit_once('_')?;
        let id = Uuid::parse_str(id).ok().filter(|parsed| parsed.to_string() == id)?;
        (region == pool.region()).then_some(Self(id))
    }

    /// Cognito's device key.
    pub fn key(self, pool: &PoolId) -> String {
        format!("{}_{}", pool.region(), self.0)
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A device of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// The pool.
    pub pool: PoolId,
    /// Whose it is.
    pub user: UserId,
    /// What it is called.
    pub name: String,
    /// Whether it is remembered (Cognito's `device_remembered_status`).
    pub is_remembered: bool,
    /// When its user proved a second factor on it and it was remembered for that; `None`: never, so that it stands in for
    /// none, whatever its status.
    pub second_factor_at: Option<Micros>,
    /// The user's epoch when it was added: a sign-out everywhere ends it.
    pub epoch: i64,
    /// The address from which it was last used; empty where that was not known.
    pub last_address: String,
    /// When it was added.
    pub created_at: Micros,
    /// When its name or its status last changed.
    pub updated_at: Micros,
    /// When its user last signed in with it; kept to the day.
    pub used_at: Micros,
    /// When it is forgotten, if nobody uses it.
    pub expires_at: Micros,
}

impl Device {
    /// The end of a device that is used now.
    pub fn end(now: Micros) -> Micros {
        now.plus_secs(IDLE_DAYS * DAY)
    }

    /// Whether it is still a device of `user`.
    pub fn is_live(&self, user: &User, now: Micros) -> bool {
        self.pool == user.pool && self.user == user.id && !user.has_ended(self.epoch) && now < self.expires_at
    }

    /// Whether its use must be noted: at most once a day, so that signing in writes next to nothing.
    pub fn needs_touch(&self, now: Micros) -> bool {
        now >= self.used_at.plus_secs(TOUCH_SECS)
    }

    /// The device as one that may stand in for a second factor of `user`, if it may.
    pub fn trusted(&self, user: &User, now: Micros) -> Option<TrustedDevice> {
        let is_proven = self.second_factor_at.is_some_and(|at| now < at.plus_secs(TRUST_DAYS * DAY));
        let is_trusted = self.is_live(user, now) && self.is_remembered && is_proven;
        is_trusted.then(|| TrustedDevice { pool: self.pool.clone(), user: self.user, device: self.id })
    }
}

/// A device that was recognised just now and may stand in for a second factor of its user. Made by [`Device::trusted`] only;
/// it is never stored, so that it holds for the moment in which it was established.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedDevice {
    pool: PoolId,
    user: UserId,
    device: DeviceId,
}

impl TrustedDevice {
    /// The device, where it is one of this user in this pool (case 108).
    pub fn of(&self, pool: &PoolId, user: UserId) -> Option<DeviceId> {
        (self.pool == *pool && self.user == user).then_some(self.device)
    }
}

#[cfg(test)]
impl TrustedDevice {
    /// For the tests of the machine.
    pub(crate) fn for_tests(pool: PoolId, user: UserId) -> Self {
        Self { pool, user, device: DeviceId(Uuid::from_u128(7)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool() -> PoolId {
        PoolId::parse("xx-local-1_AbCdEfGhI").unwrap()
    }

    #[test]
    fn a_key_is_of_the_pools_region_and_written_one_way() {
        let id = DeviceId(Uuid::from_u128(0x1234));
        let key = id.key(&pool());
        assert_eq!(key, "xx-local-1_00000000-0000-0000-0000-000000001234");
        assert_eq!(DeviceId::of_key(&pool(), &key), Some(id));
        for bad in ["", "_", &key[11..], &key.to_uppercase(), &key.replace("xx", "yy"), &key.replace("-0000", "")] {
            assert_eq!(DeviceId::of_key(&pool(), bad), None, "{bad}");
        }
    }
}
