//! Pools: made, read, changed, listed and deleted.

use serde_json::json;

use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId, PoolProblem, PoolSettings};
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error, events, keys};
use crate::storage::Tx;

/// How a change ends.
#[derive(Debug, PartialEq)]
pub enum PoolChange {
    /// Done.
    Done(Box<Pool>),
    /// There is no such pool.
    NotFound,
    /// It cannot be so.
    Refused(PoolProblem),
    /// It is protected against deletion.
    Protected,
    /// It was changed at the same time by somebody else.
    Concurrent,
}

/// What is wrong with settings that were others `before`. What asks for text messages is refused where none can be sent,
/// but a pool that did so while there was a gateway can still be changed.
fn problem(deps: &Deps, settings: &PoolSettings, before: Option<&PoolSettings>) -> Option<PoolProblem> {
    let begins = settings.sends_sms() && !before.is_some_and(PoolSettings::sends_sms);
    let lacks_gateway = begins && !deps.sms.is_available();
    settings.problem().or_else(|| lacks_gateway.then_some(PoolProblem::NoSmsGateway))
}

/// Makes a pool with its own signing keys, or says why it cannot be so.
pub async fn create(deps: &Deps, name: String, settings: PoolSettings) -> Result<Result<Pool, PoolProblem>, Error> {
    if let Some(problem) = problem(deps, &settings, None) {
        return Ok(Err(problem));
    }
    let now = deps.now();
    let id = PoolId::generate(&deps.region, deps.random.as_ref());
    let pool = Pool { id, name, settings, version: 1, created_at: now, updated_at: now };
    let signing_keys = keys::make(deps, &pool.id, now).await?;
    let event = events::of_pool(deps, EventName::PoolCreated, &pool.id, json!({ "name": pool.name }));
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.pools().add(&pool).await?;
        for key in &signing_keys {
            tx.signing_keys().add(key).await?;
        }
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    Ok(Ok(pool))
}

/// The pool as stored now, and about how many users it has.
pub async fn describe(deps: &Deps, id: &PoolId) -> Result<Option<(Pool, u64)>, Error> {
    let repos = deps.storage.read();
    let Some(pool) = repos.pools().find(id).await? else { return Ok(None) };
    let users = repos.pools().estimated_users(id).await?;
    Ok(Some((pool, users)))
}

/// Pools in the order of their ids, after `after`.
pub async fn list(deps: &Deps, after: Option<&str>, limit: u64) -> Result<Vec<Pool>, Error> {
    Ok(deps.storage.read().pools().list(after, limit).await?)
}

/// A page of the pools, in the order of their ids.
pub async fn page(deps: &Deps, token: Option<&str>, limit: u16) -> Result<Result<Page<Pool>, PageTokenInvalid>, Error> {
    let of = ["pools", "", ""];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let items = list(deps, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |pool| pool.id.as_str().to_owned()).map(Ok)
}

/// Changes a pool: `change` gets it as it is and leaves it as it shall be, or says why not.
pub async fn update<R>(
    deps: &Deps,
    id: &PoolId,
    change: impl FnOnce(&mut Pool) -> Result<(), R>,
) -> Result<Result<PoolChange, R>, Error> {
    let Some(mut pool) = deps.storage.read().pools().find(id).await? else { return Ok(Ok(PoolChange::NotFound)) };
    let (read_version, before) = (pool.version, pool.settings.clone());
    if let Err(refused) = change(&mut pool) {
        return Ok(Err(refused));
    }
    // What was imported is not the admin's to say.
    pool.settings.imported_hashes.clone_from(&before.imported_hashes);
    if let Some(problem) = problem(deps, &pool.settings, Some(&before)) {
        return Ok(Ok(PoolChange::Refused(problem)));
    }
    pool.updated_at = deps.now();
    let event = events::of_pool(deps, EventName::PoolUpdated, id, json!({}));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_saved = tx.pools().save(&pool, read_version).await?;
        if is_saved {
            tx.events().add(&event).await?;
        }
        Ok(is_saved)
    };
    let is_saved = deps.storage.unit(write).await?;
    deps.directory.forget_pool(id);
    pool.version = read_version + 1;
    Ok(Ok(if is_saved { PoolChange::Done(Box::new(pool)) } else { PoolChange::Concurrent }))
}

/// Deletes a pool with everything in it.
pub async fn delete(deps: &Deps, id: &PoolId) -> Result<PoolChange, Error> {
    let Some(pool) = deps.storage.read().pools().find(id).await? else { return Ok(PoolChange::NotFound) };
    if pool.settings.deletion_protection {
        return Ok(PoolChange::Protected);
    }
    let event = events::of_pool(deps, EventName::PoolDeleted, id, json!({}));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_removed = tx.pools().remove(id).await?;
        if is_removed {
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    let is_removed = deps.storage.unit(write).await?;
    deps.directory.forget_all();
    deps.keys.forget(id);
    Ok(if is_removed { PoolChange::Done(Box::new(pool)) } else { PoolChange::NotFound })
}
