//! What becomes of a device when its user has signed in: it is added, remembered, or its use is noted and its value replaced.
//!
//! All of it is written in the transaction in which the session begins. A device that spared its user a second factor is
//! looked at once more there: whoever forgot it meanwhile is heard.

use serde_json::json;

use super::{BETWEEN, MOST_PEOPLE, SeenDevice};
use crate::crypto::bearer::{self, Bearer};
use crate::crypto::ring::MacPurpose;
use crate::domain::clock::Micros;
use crate::domain::device::{Device, DeviceId, DevicePolicy, MOST_DEVICES, name_of};
use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::{ExposeSecret as _, Secret};
use crate::domain::user::User;
use crate::flows::sign_in::Completed;
use crate::flows::{Deps, Error, admission, events};
use crate::storage::{DeviceUse, Rotation, Tx};

/// What is to be written of a device.
pub(crate) struct Keeping {
    change: Change,
    fresh: Bearer,
    others: Vec<String>,
    stood_in: Option<DeviceId>,
    is_newly_trusted: bool,
    events: Vec<Event>,
}

enum Change {
    Nothing,
    Add(Device),
    Use(DeviceUse),
}

impl Change {
    fn device(&self) -> Option<&Device> {
        match self {
            Self::Nothing => None,
            Self::Add(device) | Self::Use(DeviceUse { device, .. }) => Some(device),
        }
    }
}

impl Keeping {
    /// For a completed sign-in; `None` where it was none of a browser, or the pool does not tell devices apart.
    pub(crate) fn of(deps: &Deps, pool: &Pool, completed: &Completed) -> Option<Self> {
        let seen = completed.device.as_ref()?;
        let fresh = bearer::mint(&deps.ring, MacPurpose::DeviceKey, deps.random.as_ref());
        let change = match seen.device() {
            None => Change::Add(added(deps, pool, completed, seen)),
            Some(device) => used(deps, pool, completed, device).map_or(Change::Nothing, |device| {
                let to = fresh.hash.clone();
                let rotation = seen.current.clone().map(|from| Rotation { from, to });
                Change::Use(DeviceUse { device, rotation })
            }),
        };
        let stood_in = completed.authentication.stood_in();
        let event = |name, id: DeviceId| {
            let detail = json!({ "device": id.key(&pool.id) });
            Event { user: Some(completed.user.id), ..events::of_pool(deps, name, &pool.id, detail) }
        };
        let (before, after) = (seen.device(), change.device());
        let is_newly_trusted = after.is_some_and(|after| {
            after.second_factor_at.is_some()
                && after.second_factor_at != before.and_then(|device| device.second_factor_at)
        });
        let remembered =
            after.filter(|after| after.is_remembered && !before.is_some_and(|before| before.is_remembered));
        let remembered = remembered.map(|device| event(EventName::DeviceRemembered, device.id));
        let events = stood_in.map(|id| event(EventName::DeviceStoodIn, id)).into_iter().chain(remembered).collect();
        Some(Self { change, fresh, others: seen.others.clone(), stood_in, is_newly_trusted, events })
    }

    /// Writes it in the running transaction; answers the cookie that the browser is given, where it is given one.
    pub(crate) async fn write(&self, deps: &Deps, tx: &Tx, user: &User) -> Result<Option<Secret>, Error> {
        let is_given = match &self.change {
            Change::Nothing => false,
            Change::Add(device) => {
                self.hold_to_what_was_proven(tx, user, device).await?;
                tx.devices().make_room(&device.pool, device.user, MOST_DEVICES).await?;
                tx.devices().add(device, &self.fresh.hash).await?;
                true
            }
            Change::Use(noted) => {
                self.hold_to_what_was_proven(tx, user, &noted.device).await?;
                let is_noted = tx.devices().note_use(noted).await?;
                if !is_noted {
                    self.hold_to_the_device(tx, user, deps.now()).await?;
                }
                is_noted && noted.rotation.is_some()
            }
        };
        for event in &self.events {
            tx.events().add(event).await?;
        }
        Ok(is_given.then(|| self.cookie()))
    }

    /// A device is trusted for the factors that its user had when they proved one: an admin may be taking them away at this
    /// moment.
    async fn hold_to_what_was_proven(&self, tx: &Tx, user: &User, device: &Device) -> Result<(), Error> {
        if !self.is_newly_trusted {
            return Ok(());
        }
        let fresh = tx.users().find(&user.pool, user.id).await?;
        let holds = |fresh: &User| {
            fresh.enabled && !fresh.has_ended(device.epoch) && fresh.second_factors == user.second_factors
        };
        if fresh.as_ref().is_some_and(holds) { Ok(()) } else { Err(Error::Busy { retry_after_secs: 1 }) }
    }

    /// Where the device could not be noted, it was forgotten, or used in a second tab: only the latter may have spared a
    /// factor.
    async fn hold_to_the_device(&self, tx: &Tx, user: &User, now: Micros) -> Result<(), Error> {
        let Some(id) = self.stood_in else { return Ok(()) };
        let device = tx.devices().find(&user.pool, user.id, id).await?;
        let is_trusted = device.is_some_and(|device| device.trusted(user, now).is_some());
        if is_trusted { Ok(()) } else { Err(Error::Busy { retry_after_secs: 1 }) }
    }

    /// The new value, before those of other people in the same browser.
    fn cookie(&self) -> Secret {
        let own = std::iter::once(self.fresh.value.expose_secret());
        let values: Vec<&str> = own.chain(self.others.iter().map(String::as_str)).take(MOST_PEOPLE).collect();
        Secret::from(values.join(&BETWEEN.to_string()))
    }
}

/// Whether the person wants the device to be remembered for a second factor that they have just proven.
fn is_remembered_now(policy: Option<DevicePolicy>, completed: &Completed) -> bool {
    let is_wished = |policy: DevicePolicy| !policy.asks_person || completed.is_to_remember;
    completed.authentication.has_proven_second() && policy.is_some_and(is_wished)
}

fn added(deps: &Deps, pool: &Pool, completed: &Completed, seen: &SeenDevice) -> Device {
    let now = deps.now();
    let is_trusted = is_remembered_now(pool.settings.devices, completed);
    let is_always = pool.settings.devices.is_some_and(|policy| !policy.asks_person);
    Device {
        id: DeviceId(uuid_v7(deps.random.as_ref(), now)),
        pool: pool.id.clone(),
        user: completed.user.id,
        name: name_of(&seen.user_agent),
        is_remembered: is_trusted || is_always,
        second_factor_at: is_trusted.then_some(now),
        epoch: completed.authentication.epoch(),
        last_address: address(),
        created_at: now,
        updated_at: now,
        used_at: now,
        expires_at: Device::end(now),
    }
}

/// The device after this use; `None` where that need not be noted.
fn used(deps: &Deps, pool: &Pool, completed: &Completed, device: &Device) -> Option<Device> {
    let now = deps.now();
    let policy = pool.settings.devices;
    // Whoever said that a device is not to be remembered is asked again, not overruled.
    let is_asked = completed.is_to_remember || device.is_remembered;
    let is_trusted = is_asked && is_remembered_now(policy, completed);
    let is_used = is_trusted || completed.authentication.stood_in().is_some() || device.needs_touch(now);
    is_used.then(|| Device {
        is_remembered: device.is_remembered || is_trusted,
        second_factor_at: if is_trusted { Some(now) } else { device.second_factor_at },
        last_address: address(),
        updated_at: if is_trusted && !device.is_remembered { now } else { device.updated_at },
        used_at: now,
        expires_at: Device::end(now),
        ..device.clone()
    })
}

fn address() -> String {
    admission::address().map(|address| address.to_string()).unwrap_or_default()
}
