//! Devices of users. What a browser presents is stored as a keyed hash only.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue, ColumnTrait, Condition, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::devices::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::device::{Device, DeviceId};
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// A device with what it is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDevice {
    /// The device.
    pub device: Device,
    /// Keyed hash of its cookie's value.
    pub key_hash: String,
    /// Keyed hash of the value before that.
    pub former_hash: Option<String>,
    /// When that one was replaced, or the first one given out.
    pub rotated_at: Micros,
}

/// What is written when a device is used.
#[derive(Clone, Debug)]
pub struct DeviceUse {
    /// The device as it is from now on.
    pub device: Device,
    /// Keyed hash of its new value, in the place of this one; `None`: it keeps what it has.
    pub rotation: Option<Rotation>,
}

/// An exchange of a device's value.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// Keyed hash of the value that was presented.
    pub from: String,
    /// Keyed hash of the one that replaces it.
    pub to: String,
}

/// The repository of devices.
#[derive(Clone, Copy, Debug)]
pub struct Devices<'a>(pub(super) Repos<'a>);

impl Devices<'_> {
    /// Adds one.
    pub async fn add(&self, device: &Device, key_hash: &str) -> Result<(), StorageError> {
        let model = devices::Model {
            id: device.id.to_string(),
            pool_id: device.pool.to_string(),
            user_id: device.user.to_string(),
            key_hash: key_hash.to_owned(),
            former_hash: None,
            rotated_at: device.created_at.0,
            name: device.name.clone(),
            is_remembered: device.is_remembered,
            second_factor_at: device.second_factor_at.map(|at| at.0),
            epoch: device.epoch,
            last_address: device.last_address.clone(),
            created_at: device.created_at.0,
            updated_at: device.updated_at.0,
            used_at: device.used_at.0,
            expires_at: device.expires_at.0,
        };
        devices::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The device of a user that has, or had before its last exchange, a value of one of these hashes.
    pub async fn find_by_key(
        &self,
        pool: &PoolId,
        user: UserId,
        hashes: &[String],
    ) -> Result<Option<StoredDevice>, StorageError> {
        let presented =
            Condition::any().add(Column::KeyHash.is_in(hashes)).add(Column::FormerHash.is_in(hashes.iter().cloned()));
        let query = devices::Entity::find().filter(of(pool, user).add(presented)).order_by_desc(Column::UsedAt);
        query.one(&self.0.reader()).await?.map(stored).transpose()
    }

    /// A device of a user.
    pub async fn find(&self, pool: &PoolId, user: UserId, id: DeviceId) -> Result<Option<Device>, StorageError> {
        let query = devices::Entity::find().filter(one(pool, user, id));
        let found = query.one(&self.0.reader()).await?.map(stored).transpose()?;
        Ok(found.map(|stored| stored.device))
    }

    /// Up to `limit` devices of a user in the order in which they were added, beginning behind `after`.
    pub async fn list(
        &self,
        pool: &PoolId,
        user: UserId,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Device>, StorageError> {
        let mut query = devices::Entity::find().filter(of(pool, user)).order_by_asc(Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(Column::Id.gt(after.to_string()));
        }
        let found = query.all(&self.0.reader()).await?.into_iter().map(stored);
        found.map(|stored| stored.map(|stored| stored.device)).collect()
    }

    /// Removes what a user used least lately, until they have fewer than `most`; answers how many went.
    pub async fn make_room(&self, pool: &PoolId, user: UserId, most: u64) -> Result<u64, StorageError> {
        let held = devices::Entity::find().filter(of(pool, user)).count(&self.0.reader()).await?;
        let over = (held + 1).saturating_sub(most);
        if over == 0 {
            return Ok(0);
        }
        let query = devices::Entity::find().filter(of(pool, user)).order_by_asc(Column::UsedAt).limit(over);
        let ids = query.all(&self.0.reader()).await?.into_iter().map(|model| model.id);
        let leaving = of(pool, user).add(Column::Id.is_in(ids));
        Ok(devices::Entity::delete_many().filter(leaving).exec(&self.0.writer()?).await?.rows_affected)
    }

    /// Notes a use; `false`: it is gone, or its value was exchanged since it was read.
    pub async fn note_use(&self, used: &DeviceUse) -> Result<bool, StorageError> {
        let DeviceUse { device, rotation } = used;
        let mut change = devices::ActiveModel {
            is_remembered: ActiveValue::Set(device.is_remembered),
            second_factor_at: ActiveValue::Set(device.second_factor_at.map(|at| at.0)),
            last_address: ActiveValue::Set(device.last_address.clone()),
            updated_at: ActiveValue::Set(device.updated_at.0),
            used_at: ActiveValue::Set(device.used_at.0),
            expires_at: ActiveValue::Set(device.expires_at.0),
            ..Default::default()
        };
        let mut which = one(&device.pool, device.user, device.id);
        if let Some(Rotation { from, to }) = rotation {
            change.key_hash = ActiveValue::Set(to.clone());
            change.former_hash = ActiveValue::Set(Some(from.clone()));
            change.rotated_at = ActiveValue::Set(device.used_at.0);
            which = which.add(Column::KeyHash.eq(from));
        }
        let update = devices::Entity::update_many().set(change).filter(which);
        Ok(update.exec(&self.0.writer()?).await?.rows_affected == 1)
    }

    /// Gives it a name; `false`: it is gone.
    pub async fn rename(&self, device: &Device, name: &str, now: Micros) -> Result<bool, StorageError> {
        let done = devices::Entity::update_many()
            .col_expr(Column::Name, Expr::value(name))
            .col_expr(Column::UpdatedAt, Expr::value(now.0))
            .filter(one(&device.pool, device.user, device.id))
            .exec(&self.0.writer()?)
            .await?;
        Ok(done.rows_affected == 1)
    }

    /// Says whether it is remembered. One that is not any more stands in for nothing, even if it is remembered again;
    /// `false`: it is gone.
    pub async fn set_remembered(
        &self,
        device: &Device,
        is_remembered: bool,
        now: Micros,
    ) -> Result<bool, StorageError> {
        let mut update = devices::Entity::update_many()
            .col_expr(Column::IsRemembered, Expr::value(is_remembered))
            .col_expr(Column::UpdatedAt, Expr::value(now.0))
            .filter(one(&device.pool, device.user, device.id));
        if !is_remembered {
            update = update.col_expr(Column::SecondFactorAt, Expr::value(None::<i64>));
        }
        Ok(update.exec(&self.0.writer()?).await?.rows_affected == 1)
    }

    /// Removes one; `false`: it is gone already.
    pub async fn remove(&self, pool: &PoolId, user: UserId, id: DeviceId) -> Result<bool, StorageError> {
        let done = devices::Entity::delete_many().filter(one(pool, user, id)).exec(&self.0.writer()?).await?;
        Ok(done.rows_affected == 1)
    }

    /// Removes all of a user; answers how many went.
    pub async fn remove_all_of(&self, pool: &PoolId, user: UserId) -> Result<u64, StorageError> {
        Ok(devices::Entity::delete_many().filter(of(pool, user)).exec(&self.0.writer()?).await?.rows_affected)
    }
}

fn of(pool: &PoolId, user: UserId) -> Condition {
    Condition::all().add(Column::PoolId.eq(pool.as_str())).add(Column::UserId.eq(user.to_string()))
}

fn one(pool: &PoolId, user: UserId, id: DeviceId) -> Condition {
    of(pool, user).add(Column::Id.eq(id.to_string()))
}

fn stored(model: devices::Model) -> Result<StoredDevice, StorageError> {
    let row = Row { table: "devices", key: &model.id };
    let device = Device {
        id: DeviceId(row.uuid(&model.id)?),
        pool: row.pool(&model.pool_id)?,
        user: row.user(&model.user_id)?,
        name: model.name,
        is_remembered: model.is_remembered,
        second_factor_at: model.second_factor_at.map(Micros),
        epoch: model.epoch,
        last_address: model.last_address,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
        used_at: Micros(model.used_at),
        expires_at: Micros(model.expires_at),
    };
    Ok(StoredDevice {
        device,
        key_hash: model.key_hash,
        former_hash: model.former_hash,
        rotated_at: Micros(model.rotated_at),
    })
}
