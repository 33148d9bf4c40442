//! Makes events: the audited facts that flows write in the transaction of their cause.

use serde_json::{Value, json};

use crate::domain::client::ClientId;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::PoolId;
use crate::domain::random::uuid_v7;
use crate::domain::user::UserId;
use crate::flows::Deps;

/// An event about a user of a pool.
pub(crate) fn of_user(deps: &Deps, name: EventName, pool: &PoolId, user: UserId, client: Option<&ClientId>) -> Event {
    Event { user: Some(user), client: client.cloned(), ..of_pool(deps, name, pool, json!({})) }
}

/// An event about a pool.
pub(crate) fn of_pool(deps: &Deps, name: EventName, pool: &PoolId, detail: Value) -> Event {
    let at = deps.now();
    Event {
        id: uuid_v7(deps.random.as_ref(), at),
        name,
        at,
        pool: Some(pool.clone()),
        user: None,
        client: None,
        detail,
    }
}

/// An event about the server as a whole.
pub(crate) fn of_server(deps: &Deps, name: EventName, detail: Value) -> Event {
    let at = deps.now();
    Event { id: uuid_v7(deps.random.as_ref(), at), name, at, pool: None, user: None, client: None, detail }
}
