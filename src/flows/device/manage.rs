//! Devices are listed, named, forgotten: by their user or by an admin, under the same rules.
//!
//! `by` is the client through which the user asks; `None`: the account page, or an admin.

use serde_json::json;
use uuid::Uuid;

use crate::domain::client::ClientId;
use crate::domain::device::{Device, DeviceId, LONGEST_NAME, MOST_DEVICES};
use crate::domain::event::{Event, EventName};
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::flows::manage::{Page, PageTokenInvalid, page_token};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// How a change of a device ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeviceChange {
    /// Done.
    Done,
    /// The user has no such device.
    NotFound,
    /// Not a name: empty, too long, or with characters that are none.
    NameInvalid,
}

/// All devices of a user, those used last first: there are few.
pub async fn list_all(deps: &Deps, pool: &Pool, user: &User) -> Result<Vec<Device>, Error> {
    let mut found = deps.storage.read().devices().list(&pool.id, user.id, None, MOST_DEVICES * 2).await?;
    found.retain(|device| device.is_live(user, deps.now()));
    found.sort_by_key(|device| std::cmp::Reverse(device.used_at));
    Ok(found)
}

/// Up to `limit` devices of a user in the order in which they were added.
pub async fn list(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Device>, PageTokenInvalid>, Error> {
    let whose = user.id.to_string();
    let list = ["devices", pool.id.as_str(), whose.as_str()];
    let after = match page_token::open::<Uuid>(deps, list, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let found = deps.storage.read().devices().list(&pool.id, user.id, after, u64::from(limit) + 1).await?;
    let mut page = page_token::page(deps, list, found, limit, |device| device.id.0)?;
    page.items.retain(|device| device.is_live(user, deps.now()));
    Ok(Ok(page))
}

/// The device of a user with this key (Cognito's `DeviceKey`).
pub async fn find(deps: &Deps, pool: &Pool, user: &User, key: &str) -> Result<Option<Device>, Error> {
    let Some(id) = DeviceId::of_key(&pool.id, key) else { return Ok(None) };
    let found = deps.storage.read().devices().find(&pool.id, user.id, id).await?;
    Ok(found.filter(|device| device.is_live(user, deps.now())))
}

/// Gives a device the name that its user knows it by.
pub async fn rename(deps: &Deps, pool: &Pool, user: &User, key: &str, name: &str) -> Result<DeviceChange, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Ok(DeviceChange::NameInvalid);
    }
    let Some(device) = find(deps, pool, user, key).await? else { return Ok(DeviceChange::NotFound) };
    let now = deps.now();
    let is_done = deps.storage.unit(async |tx: &Tx| tx.devices().rename(&device, name, now).await).await?;
    Ok(if is_done { DeviceChange::Done } else { DeviceChange::NotFound })
}

/// Says whether a device is remembered. It spares a second factor only once one was proven on it, whatever is said here;
/// one that is not remembered any more spares none from now on.
pub async fn set_remembered(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    key: &str,
    (is_remembered, by): (bool, Option<&ClientId>),
) -> Result<DeviceChange, Error> {
    let Some(device) = find(deps, pool, user, key).await? else { return Ok(DeviceChange::NotFound) };
    if device.is_remembered == is_remembered {
        return Ok(DeviceChange::Done);
    }
    let name = if is_remembered { EventName::DeviceRemembered } else { EventName::DeviceForgotten };
    let event = event(deps, name, &device, by);
    let write = async |tx: &Tx| -> Result<DeviceChange, Error> {
        if !tx.devices().set_remembered(&device, is_remembered, deps.now()).await? {
            return Ok(DeviceChange::NotFound);
        }
        tx.events().add(&event).await?;
        Ok(DeviceChange::Done)
    };
    deps.storage.unit(write).await
}

/// Forgets a device: it is new when its user signs in with it again.
pub async fn forget(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    key: &str,
    by: Option<&ClientId>,
) -> Result<DeviceChange, Error> {
    let Some(device) = find(deps, pool, user, key).await? else { return Ok(DeviceChange::NotFound) };
    let event = event(deps, EventName::DeviceForgotten, &device, by);
    let write = async |tx: &Tx| -> Result<DeviceChange, Error> {
        if !tx.devices().remove(&pool.id, user.id, device.id).await? {
            return Ok(DeviceChange::NotFound);
        }
        tx.events().add(&event).await?;
        Ok(DeviceChange::Done)
    };
    deps.storage.unit(write).await
}

/// Forgets all devices of a user; answers how many they were.
pub async fn forget_all(deps: &Deps, pool: &Pool, user: &User, by: Option<&ClientId>) -> Result<u64, Error> {
    let detail = json!({ "device": "all" });
    let forgotten = events::of_pool(deps, EventName::DeviceForgotten, &pool.id, detail);
    let event = Event { user: Some(user.id), client: by.cloned(), ..forgotten };
    let write = async |tx: &Tx| -> Result<u64, Error> {
        let gone = tx.devices().remove_all_of(&pool.id, user.id).await?;
        if gone > 0 {
            tx.events().add(&event).await?;
        }
        Ok(gone)
    };
    deps.storage.unit(write).await
}

fn event(deps: &Deps, name: EventName, device: &Device, by: Option<&ClientId>) -> Event {
    let detail = json!({ "device": device.id.key(&device.pool) });
    let event = events::of_pool(deps, name, &device.pool, detail);
    Event { user: Some(device.user), client: by.cloned(), ..event }
}
