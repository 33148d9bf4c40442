//! How a provider goes away. At once nobody comes from there any more: it goes out of every client that lists it, since one
//! of the same name that comes later was not meant. Then its links go, a batch at a time, with what users show of them, and
//! with the last of them the provider itself. A deletion that was interrupted is finished by asking for it again.
//!
//! Its users stay. Who has no other way in can be given one by an admin, or be deleted.

use std::collections::BTreeSet;

use serde_json::json;

use crate::domain::client::ClientId;
use crate::domain::event::EventName;
use crate::domain::pool::Pool;
use crate::domain::provider::Provider;
use crate::domain::user::UserId;
use crate::flows::federation::follow;
use crate::flows::{Deps, Error, events};
use crate::storage::{ProviderWrite, Tx, UserWrite};

/// Clients that are read, and links that are taken away, at a time.
const BATCH: u64 = 100;

/// Takes a provider away. `false`: there is none.
pub async fn delete(deps: &Deps, pool: &Pool, name: &str) -> Result<bool, Error> {
    let close = async |tx: &Tx| close(deps, tx, pool, name).await;
    let Some((provider, changed)) = deps.storage.unit(close).await? else { return Ok(false) };
    deps.directory.forget_providers(&pool.id);
    for client in &changed {
        deps.directory.forget_client(client);
    }
    let detail = json!({ "provider": name });
    let event = events::of_pool(deps, EventName::ProviderDeleted, &pool.id, detail);
    loop {
        let empty = async |tx: &Tx| -> Result<bool, Error> {
            if unlink_some(deps, tx, pool, &provider).await? {
                return Ok(false);
            }
            if tx.providers().remove(&pool.id, provider.id).await? {
                tx.events().add(&event).await?;
            }
            Ok(true)
        };
        if deps.storage.unit(empty).await? {
            break;
        }
    }
    deps.directory.forget_providers(&pool.id);
    Ok(true)
}

/// Closes the way in through the provider of this name, and says which clients had listed it.
async fn close(deps: &Deps, tx: &Tx, pool: &Pool, name: &str) -> Result<Option<(Provider, Vec<ClientId>)>, Error> {
    let Some(mut provider) = tx.providers().find_by_name(&pool.id, name).await? else { return Ok(None) };
    let changed = take_from_clients(deps, tx, &provider).await?;
    if !provider.settings.is_leaving {
        let read_version = provider.version;
        provider.settings.is_leaving = true;
        provider.updated_at = deps.now();
        if tx.providers().save(&provider, read_version).await? != ProviderWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
    }
    Ok(Some((provider, changed)))
}

/// Takes a provider out of the clients that list it, and says which did.
async fn take_from_clients(deps: &Deps, tx: &Tx, provider: &Provider) -> Result<Vec<ClientId>, Error> {
    let mut changed = Vec::new();
    let mut after: Option<ClientId> = None;
    loop {
        let clients = tx.clients().list(&provider.pool, after.as_ref().map(ClientId::as_str), BATCH).await?;
        after = clients.last().map(|client| client.id.clone());
        for mut client in clients {
            let listed = client.settings.identity_providers.as_mut();
            if !listed.is_some_and(|listed| listed.remove(&provider.name)) {
                continue;
            }
            client.updated_at = deps.now();
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

/// Takes a batch of the provider's links away; `false`: there was none left.
async fn unlink_some(deps: &Deps, tx: &Tx, pool: &Pool, provider: &Provider) -> Result<bool, Error> {
    let links = tx.identities().list_of(&pool.id, provider.id, BATCH).await?;
    for link in &links {
        tx.identities().remove(link).await?;
    }
    let users: BTreeSet<UserId> = links.iter().map(|link| link.user).collect();
    for id in users {
        let Some(mut user) = tx.users().find(&pool.id, id).await? else { continue };
        follow(deps, tx, &mut user).await?;
        user.updated_at = deps.now();
        if tx.users().save(&user, user.version, &pool.settings).await? != UserWrite::Done {
            return Err(Error::Busy { retry_after_secs: 1 });
        }
    }
    Ok(!links.is_empty())
}
