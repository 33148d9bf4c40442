//! Access keys. Their secrets are sealed.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::super::StorageError;
use super::super::entities::access_keys;
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::crypto::ring::KeyRing;
use crate::domain::access_key::{AccessKey, AccessKeyId, AccessKeyView, Role};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::secret::{ExposeSecret, Secret};

/// The repository of access keys.
#[derive(Clone, Copy, Debug)]
pub struct AccessKeys<'a>(pub(super) Repos<'a>);

impl AccessKeys<'_> {
    /// The key of this id.
    pub async fn find(&self, id: &str) -> Result<Option<AccessKey>, StorageError> {
        if !can_be_stored(id) {
            return Ok(None);
        }
        let model = access_keys::Entity::find_by_id(id).one(&self.0.reader()).await?;
        model.map(|model| access_key(self.0.ring, model)).transpose()
    }

    /// Adds a key; an id that is taken, or a pool that is not there, is [`StorageError::Conflict`].
    pub async fn add(&self, key: &AccessKey) -> Result<(), StorageError> {
        let row = Row { table: "access_keys", key: &key.id.0 };
        let pool = key.pool.as_ref().map_or("", PoolId::as_str);
        let model = access_keys::Model {
            id: key.id.0.clone(),
            pool_id: key.pool.as_ref().map(PoolId::to_string),
            secret: row.seal(self.0.ring, "secret", pool, key.secret.expose_secret().as_bytes()),
            role: key.role.as_str().to_owned(),
            created_at: key.created_at.0,
        };
        access_keys::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Whether there is any key at all.
    pub async fn any(&self) -> Result<bool, StorageError> {
        let first = access_keys::Entity::find().select_only().column(access_keys::Column::Id).limit(1);
        Ok(first.into_tuple::<String>().one(&self.0.reader()).await?.is_some())
    }

    /// Up to `limit` keys in order of their ids, after the one of the id `after`. Their secrets stay sealed.
    pub async fn list(&self, after: Option<&str>, limit: u64) -> Result<Vec<AccessKeyView>, StorageError> {
        let mut query = access_keys::Entity::find().order_by_asc(access_keys::Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(access_keys::Column::Id.gt(after));
        }
        query.all(&self.0.reader()).await?.into_iter().map(view).collect()
    }

    /// Removes a key; `false`: there was none.
    pub async fn remove(&self, id: &str) -> Result<bool, StorageError> {
        if !can_be_stored(id) {
            return Ok(false);
        }
        let done = access_keys::Entity::delete_by_id(id).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }
}

fn view(model: access_keys::Model) -> Result<AccessKeyView, StorageError> {
    let row = Row { table: "access_keys", key: &model.id };
    Ok(AccessKeyView {
        role: row.word(Role::parse(&model.role))?,
        pool: model.pool_id.as_deref().map(|text| row.pool(text)).transpose()?,
        created_at: Micros(model.created_at),
        id: AccessKeyId(model.id),
    })
}

fn access_key(ring: &KeyRing, model: access_keys::Model) -> Result<AccessKey, StorageError> {
    let row = Row { table: "access_keys", key: &model.id };
    let secret = row.unseal_text(ring, "secret", model.pool_id.as_deref().unwrap_or_default(), &model.secret)?;
    let AccessKeyView { id, role, pool, created_at } = view(model)?;
    Ok(AccessKey { id, secret: Secret::from(secret.as_str()), role, pool, created_at })
}
