//! Events, the audited facts: made here, written by flows in the transaction of their cause, and read again.
//!
//! Who caused one is not an argument: it goes with the request (`admission::actor`), so that no flow can forget it.

use serde_json::{Value, json};

use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::PoolId;
use crate::domain::random::{Random, uuid_v7};
use crate::domain::user::UserId;
use crate::flows::{Deps, Error, admission};
pub use crate::storage::WhichEvents;

/// Up to `limit` of the events that are asked for, in order of time: those that follow one of them, else the newest.
pub async fn list(deps: &Deps, which: &WhichEvents, limit: u64) -> Result<Vec<Event>, Error> {
    Ok(deps.storage.read().events().page(which, limit).await?)
}

/// An event about a user of a pool.
pub(crate) fn of_user(deps: &Deps, name: EventName, pool: &PoolId, user: UserId, client: Option<&ClientId>) -> Event {
    Event { user: Some(user), client: client.cloned(), ..of_pool(deps, name, pool, json!({})) }
}

/// An event about a pool.
pub(crate) fn of_pool(deps: &Deps, name: EventName, pool: &PoolId, detail: Value) -> Event {
    Event { pool: Some(pool.clone()), ..of_server(deps, name, detail) }
}

/// An event about the server as a whole.
pub(crate) fn of_server(deps: &Deps, name: EventName, detail: Value) -> Event {
    of_installation(deps.random.as_ref(), deps.now(), name, detail)
}

/// The same where there is no server, only its database.
pub(crate) fn of_installation(random: &dyn Random, at: Micros, name: EventName, detail: Value) -> Event {
    let (id, actor) = (uuid_v7(random, at), admission::actor());
    Event { id, name, at, pool: None, user: None, client: None, actor, detail }
}
