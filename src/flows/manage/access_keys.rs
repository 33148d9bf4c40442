//! Access keys of admins: made once, their secret shown once.

use serde_json::json;

use crate::domain::access_key::{AccessKey, AccessKeyId, Role};
use crate::domain::event::EventName;
use crate::domain::pool::PoolId;
use crate::domain::random;
use crate::domain::secret::Secret;
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Makes a key.
pub async fn create(deps: &Deps, role: Role, pool: Option<PoolId>) -> Result<AccessKey, Error> {
    let key = AccessKey {
        id: AccessKeyId::generate(deps.random.as_ref()),
        secret: Secret::from(random::alphanumeric(deps.random.as_ref(), 40)),
        role,
        pool,
        created_at: deps.now(),
    };
    add(deps, &key).await?;
    Ok(key)
}

/// Makes a key where there is none at all.
pub async fn create_first(deps: &Deps, role: Role) -> Result<Option<AccessKey>, Error> {
    if deps.storage.read().access_keys().any().await? {
        return Ok(None);
    }
    create(deps, role, None).await.map(Some)
}

/// Makes the configured admin key where there is no key at all: `true` when it was made.
pub async fn bootstrap(deps: &Deps, id: &str, secret: &Secret) -> Result<bool, Error> {
    if deps.storage.read().access_keys().any().await? {
        return Ok(false);
    }
    let key = AccessKey {
        id: AccessKeyId(id.to_owned()),
        secret: secret.clone(),
        role: Role::Admin,
        pool: None,
        created_at: deps.now(),
    };
    add(deps, &key).await?;
    Ok(true)
}

/// The key `id`. Read each time: a key that was taken away is dead at once.
pub async fn find(deps: &Deps, id: &str) -> Result<Option<AccessKey>, Error> {
    Ok(deps.storage.read().access_keys().find(id).await?)
}

/// Deletes a key; `false`: there is none of that id.
pub async fn delete(deps: &Deps, id: &str) -> Result<bool, Error> {
    let event = events::of_server(deps, EventName::AccessKeyDeleted, json!({ "access_key_id": id }));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_gone = tx.access_keys().remove(id).await?;
        if is_gone {
            tx.events().add(&event).await?;
        }
        Ok(is_gone)
    };
    deps.storage.unit(write).await
}

async fn add(deps: &Deps, key: &AccessKey) -> Result<(), Error> {
    let detail = json!({ "access_key_id": key.id.0, "role": key.role.as_str() });
    let event = events::of_server(deps, EventName::AccessKeyCreated, detail);
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.access_keys().add(key).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await
}
