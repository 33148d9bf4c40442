//! Which of a user's devices a browser is.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::json;
use uuid::Uuid;

use super::{BETWEEN, MOST_PEOPLE};
use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::clock::Micros;
use crate::domain::device::{Device, DeviceId, GRACE_SECS, TrustedDevice};
use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::user::{User, UserId};
use crate::flows::sign_in::Holder;
use crate::flows::{Deps, Error, events};
use crate::storage::{StoredDevice, Tx};

/// What a browser shows to be known by. Nothing of it proves anything before a first factor was proven.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Presented {
    /// The device cookies, by the id of their pool.
    pub cookies: BTreeMap<String, String>,
    /// The header `User-Agent`, as sent; only a name for people is made of it.
    pub user_agent: String,
    /// Whether it stands in for nothing this time: what the person is about to do asks for every factor.
    pub spares_nothing: bool,
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presented").finish_non_exhaustive()
    }
}

/// What a browser is to a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The user has not signed in with it, or not since all was ended for them.
    New,
    /// The user has signed in with it before.
    Known,
    /// It is remembered, and may stand in for a second factor.
    Remembered,
}

/// A browser as one of a user's devices, or as none of them yet.
#[derive(Clone, Debug)]
pub struct SeenDevice {
    /// The device that it is.
    pub(super) known: Option<StoredDevice>,
    /// Keyed hash of the value that it showed, where that is the device's present one.
    pub(super) current: Option<String>,
    /// The values of other people who use it.
    pub(super) others: Vec<String>,
    /// What it says that it is.
    pub(super) user_agent: String,
    /// Whether it stands in for nothing this time.
    spares_nothing: bool,
}

impl SeenDevice {
    /// The device, where it is one already.
    pub fn device(&self) -> Option<&Device> {
        self.known.as_ref().map(|stored| &stored.device)
    }

    /// The device as one that may stand in for a second factor of `user`. A value that was replaced a moment ago is not
    /// enough for that.
    pub fn trusted(&self, user: &User, now: Micros) -> Option<TrustedDevice> {
        let may_stand_in = self.current.is_some() && !self.spares_nothing;
        self.device().filter(|_| may_stand_in).and_then(|device| device.trusted(user, now))
    }

    /// What it is to `user`.
    pub fn standing(&self, user: &User, now: Micros) -> Standing {
        match self.device() {
            None => Standing::New,
            Some(_) if self.trusted(user, now).is_some() => Standing::Remembered,
            Some(_) => Standing::Known,
        }
    }

    /// Whether what it showed was replaced so long ago that it is no second tab.
    fn is_replayed(&self, now: Micros) -> bool {
        let is_late = |stored: &StoredDevice| now >= stored.rotated_at.plus_secs(GRACE_SECS);
        self.current.is_none() && self.known.as_ref().is_some_and(is_late)
    }
}

/// The browser in whose hands a sign-in of `user` is, as one of their devices; `None`: it is no browser, or the pool does not
/// tell devices apart. Where it shows a value that was replaced, the device is forgotten: there is a copy of it.
///
/// Called once a first factor was proven: nothing is said of devices to anybody else.
pub(crate) async fn recognise(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    holder: &Holder,
) -> Result<Option<SeenDevice>, Error> {
    let Some(presented) = holder.presented().filter(|_| pool.settings.knows_devices()) else { return Ok(None) };
    let seen = look(deps, pool, user, presented).await?;
    if seen.is_replayed(deps.now())
        && let Some(device) = seen.device()
    {
        forget_copied(deps, pool, device).await?;
        return Ok(Some(SeenDevice { known: None, ..seen }));
    }
    Ok(Some(seen))
}

/// The browser as a device that may stand in for a second factor of `user`. Reads only.
pub(crate) async fn trusted(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    presented: &Presented,
) -> Result<Option<TrustedDevice>, Error> {
    Ok(look(deps, pool, user, presented).await?.trusted(user, deps.now()))
}

/// The device of `user` in whose hands a sign-in is that has proven nothing yet, so that its failures can be counted apart:
/// who keeps guessing elsewhere does not keep people out of the browsers that they use (case 141). Nothing else follows from
/// it. For a name that nobody has as much is read (case 131).
pub(crate) async fn known(
    deps: &Deps,
    pool: &Pool,
    user: Option<&User>,
    holder: &Holder,
) -> Result<Option<DeviceId>, Error> {
    let shows = |presented: &&Presented| presented.cookies.contains_key(pool.id.as_str());
    let Some(presented) = holder.presented().filter(|_| pool.settings.knows_devices()).filter(shows) else {
        return Ok(None);
    };
    let Some(user) = user else {
        find(deps, pool, UserId(Uuid::nil()), presented).await?;
        return Ok(None);
    };
    let seen = look(deps, pool, user, presented).await?;
    Ok(seen.device().filter(|_| seen.current.is_some()).map(|device| device.id))
}

async fn look(deps: &Deps, pool: &Pool, user: &User, presented: &Presented) -> Result<SeenDevice, Error> {
    let Found { shown: looked_up, hashes, device: found } = find(deps, pool, user.id, presented).await?;
    let is_shown = |stored: &StoredDevice, hash: &String| {
        stored.key_hash == *hash || stored.former_hash.as_ref().is_some_and(|former| former == hash)
    };
    let is_own =
        |hashes: &[String]| found.as_ref().is_some_and(|stored| hashes.iter().any(|hash| is_shown(stored, hash)));
    let others = looked_up.iter().filter(|(_, hashes)| !is_own(hashes)).map(|(value, _)| (*value).to_owned()).collect();
    let current = found.as_ref().map(|stored| stored.key_hash.clone()).filter(|current| hashes.contains(current));
    let known = found.filter(|stored| stored.device.is_live(user, deps.now()));
    let current = current.filter(|_| known.is_some());
    let Presented { user_agent, spares_nothing, .. } = presented.clone();
    Ok(SeenDevice { known, current, others, user_agent, spares_nothing })
}

/// What a browser shows, and what is found under it.
struct Found<'a> {
    /// Of each value, what it may be stored as.
    shown: Vec<(&'a str, Vec<String>)>,
    /// All of those.
    hashes: Vec<String>,
    device: Option<StoredDevice>,
}

async fn find<'a>(deps: &Deps, pool: &Pool, user: UserId, presented: &'a Presented) -> Result<Found<'a>, Error> {
    let cookie = presented.cookies.get(pool.id.as_str()).map_or("", String::as_str);
    let values = cookie.split(BETWEEN).take(MOST_PEOPLE);
    let shown: Vec<(&str, Vec<String>)> = values
        .map(|value| (value, bearer::lookup(&deps.ring, MacPurpose::DeviceKey, value)))
        .filter(|(_, hashes)| !hashes.is_empty())
        .collect();
    let hashes: Vec<String> = shown.iter().flat_map(|(_, hashes)| hashes.clone()).collect();
    let device = if hashes.is_empty() {
        None
    } else {
        deps.storage.read().devices().find_by_key(&pool.id, user, &hashes).await?
    };
    Ok(Found { shown, hashes, device })
}

async fn forget_copied(deps: &Deps, pool: &Pool, device: &Device) -> Result<(), Error> {
    let detail = json!({ "device": device.id.key(&pool.id), "reason": "copied" });
    let event =
        Event { user: Some(device.user), ..events::of_pool(deps, EventName::DeviceForgotten, &pool.id, detail) };
    let write = async |tx: &Tx| -> Result<(), Error> {
        if tx.devices().remove(&pool.id, device.user, device.id).await? {
            tx.events().add(&event).await?;
        }
        Ok(())
    };
    deps.storage.unit(write).await
}
