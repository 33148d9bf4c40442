//! Resource servers: made, read, changed, listed and deleted. A scope that goes away goes from every client that lists
//! it, in the same transaction: one of the same name that comes later was not meant.

use std::collections::BTreeSet;

use serde_json::json;

use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::domain::resource_server::{CustomScope, MOST_RESOURCE_SERVERS, ResourceServer, ResourceServerProblem};
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Clients read at a time while a scope goes away.
const BATCH: u64 = 100;

/// How a change ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResourceServerChange {
    /// Done.
    Done(Box<ResourceServer>),
    /// There is no such resource server in the pool.
    NotFound,
    /// The pool has one of this identifier.
    Taken,
    /// The pool has as many as it can have.
    TooMany,
    /// It cannot be so.
    Refused(ResourceServerProblem),
}

/// Makes a resource server.
pub async fn create(
    deps: &Deps,
    pool: &PoolId,
    identifier: String,
    name: String,
    scopes: Vec<CustomScope>,
) -> Result<ResourceServerChange, Error> {
    let now = deps.now();
    let server = ResourceServer { pool: pool.clone(), identifier, name, scopes, created_at: now, updated_at: now };
    if let Some(problem) = server.problem() {
        return Ok(ResourceServerChange::Refused(problem));
    }
    let detail = json!({ "resource_server": server.identifier });
    let event = events::of_pool(deps, EventName::ResourceServerCreated, pool, detail);
    let write = async |tx: &Tx| -> Result<ResourceServerChange, Error> {
        if tx.resource_servers().find(pool, &server.identifier).await?.is_some() {
            return Ok(ResourceServerChange::Taken);
        }
        if tx.resource_servers().count(pool).await? >= MOST_RESOURCE_SERVERS {
            return Ok(ResourceServerChange::TooMany);
        }
        if !tx.resource_servers().add(&server).await? {
            return Ok(ResourceServerChange::Taken);
        }
        tx.events().add(&event).await?;
        Ok(ResourceServerChange::Done(Box::new(server.clone())))
    };
    deps.storage.unit(write).await
}

/// The resource server as stored now.
pub async fn describe(deps: &Deps, pool: &PoolId, identifier: &str) -> Result<Option<ResourceServer>, Error> {
    Ok(deps.storage.read().resource_servers().find(pool, identifier).await?)
}

/// A page of the resource servers of a pool, in the order of their identifiers.
pub async fn page(
    deps: &Deps,
    pool: &PoolId,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<ResourceServer>, PageTokenInvalid>, Error> {
    let of = ["resource servers", pool.as_str(), ""];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let items = deps.storage.read().resource_servers().list(pool, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |server| server.identifier.clone()).map(Ok)
}

/// Gives a resource server another name and, where `scopes` says so, other scopes.
pub async fn update(
    deps: &Deps,
    pool: &PoolId,
    identifier: &str,
    name: &str,
    scopes: Option<Vec<CustomScope>>,
) -> Result<ResourceServerChange, Error> {
    let now = deps.now();
    let detail = json!({ "resource_server": identifier });
    let event = events::of_pool(deps, EventName::ResourceServerUpdated, pool, detail);
    let write = async |tx: &Tx| -> Result<(ResourceServerChange, Vec<ClientId>), Error> {
        let Some(before) = tx.resource_servers().find(pool, identifier).await? else {
            return Ok((ResourceServerChange::NotFound, Vec::new()));
        };
        let scopes = scopes.clone().unwrap_or_else(|| before.scopes.clone());
        let server = ResourceServer { name: name.to_owned(), scopes, updated_at: now, ..before.clone() };
        if let Some(problem) = server.problem() {
            return Ok((ResourceServerChange::Refused(problem), Vec::new()));
        }
        if !tx.resource_servers().save(&server).await? {
            return Ok((ResourceServerChange::NotFound, Vec::new()));
        }
        let gone = before.full_scopes().difference(&server.full_scopes()).cloned().collect();
        let changed = take_from_clients(tx, pool, &gone, now).await?;
        tx.events().add(&event).await?;
        Ok((ResourceServerChange::Done(Box::new(server)), changed))
    };
    let (change, changed) = deps.storage.unit(write).await?;
    forget(deps, &changed).await;
    Ok(change)
}

/// Deletes a resource server with its scopes. `false`: there is none.
pub async fn delete(deps: &Deps, pool: &PoolId, identifier: &str) -> Result<bool, Error> {
    let now = deps.now();
    let detail = json!({ "resource_server": identifier });
    let event = events::of_pool(deps, EventName::ResourceServerDeleted, pool, detail);
    let write = async |tx: &Tx| -> Result<Option<Vec<ClientId>>, Error> {
        let Some(server) = tx.resource_servers().find(pool, identifier).await? else { return Ok(None) };
        tx.resource_servers().remove(pool, identifier).await?;
        let changed = take_from_clients(tx, pool, &server.full_scopes(), now).await?;
        tx.events().add(&event).await?;
        Ok(Some(changed))
    };
    let changed = deps.storage.unit(write).await?;
    forget(deps, changed.as_deref().unwrap_or_default()).await;
    Ok(changed.is_some())
}

/// Takes scopes out of the clients that list them, and says which clients did.
async fn take_from_clients(
    tx: &Tx,
    pool: &PoolId,
    gone: &BTreeSet<String>,
    now: Micros,
) -> Result<Vec<ClientId>, Error> {
    let mut changed = Vec::new();
    if gone.is_empty() {
        return Ok(changed);
    }
    let mut after: Option<ClientId> = None;
    loop {
        let clients = tx.clients().list(pool, after.as_ref().map(ClientId::as_str), BATCH).await?;
        after = clients.last().map(|client| client.id.clone());
        for mut client in clients {
            if client.settings.oauth_scopes.is_disjoint(gone) {
                continue;
            }
            client.settings.oauth_scopes.retain(|scope| !gone.contains(scope));
            client.updated_at = now;
            if !tx.clients().save(&client, client.version).await? {
                // Somebody changed it since it was read: all of this begins anew when the admin tries again.
                return Err(Error::Busy { retry_after_secs: 1 });
            }
            changed.push(client.id);
        }
        if after.is_none() {
            return Ok(changed);
        }
    }
}

/// Other nodes see it when their copies are too old (DESIGN.md §5, Nodes).
async fn forget(deps: &Deps, changed: &[ClientId]) {
    for client in changed {
        deps.directory.forget_client(client);
    }
}
