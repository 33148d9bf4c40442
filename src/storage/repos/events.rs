//! Audited facts: only ever added, in the transaction of their cause.

use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::events::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::access_key::AccessKeyId;
use crate::domain::clock::Micros;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::PoolId;
use crate::domain::user::UserId;

/// The repository of events.
#[derive(Clone, Copy, Debug)]
pub struct Events<'a>(pub(super) Repos<'a>);

impl Events<'_> {
    /// Adds an event.
    pub async fn add(&self, event: &Event) -> Result<(), StorageError> {
        add_event(&self.0.writer()?, event).await
    }

    /// The event of this id in this pool.
    pub async fn find(&self, pool: &PoolId, id: Uuid) -> Result<Option<Event>, StorageError> {
        let query = events::Entity::find_by_id(id.to_string()).filter(Column::PoolId.eq(pool.as_str()));
        query.one(&self.0.reader()).await?.as_ref().map(event).transpose()
    }

    /// Up to `limit` events that belong to no pool, the newest first.
    pub async fn list_global(&self, limit: u64) -> Result<Vec<Event>, StorageError> {
        self.newest(events::Entity::find().filter(Column::PoolId.is_null()), limit).await
    }

    /// Up to `limit` events of a pool, the newest first.
    pub async fn list(&self, pool: &PoolId, limit: u64) -> Result<Vec<Event>, StorageError> {
        self.newest(events::Entity::find().filter(Column::PoolId.eq(pool.as_str())), limit).await
    }

    /// Up to `limit` of the events that are asked for, in order of time: those that follow `after`, else the newest.
    pub async fn page(&self, which: &WhichEvents, limit: u64) -> Result<Vec<Event>, StorageError> {
        let mut query = events::Entity::find();
        if let Some(pool) = &which.pool {
            query = query.filter(Column::PoolId.eq(pool.as_str()));
        }
        if let Some(user) = which.user {
            query = query.filter(Column::UserId.eq(user.to_string()));
        }
        let Some(after) = which.after else {
            let mut newest = self.newest(query, limit).await?;
            newest.reverse();
            return Ok(newest);
        };
        let next = query.filter(Column::Id.gt(after.to_string())).order_by_asc(Column::Id).limit(limit);
        next.all(&self.0.reader()).await?.iter().map(event).collect()
    }

    /// Up to `limit` events of these names about a user of a pool, the newest first: those that came before `before`, where it
    /// is given.
    pub async fn of_user(
        &self,
        pool: &PoolId,
        user: UserId,
        names: &[EventName],
        before: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<Event>, StorageError> {
        let mut query = events::Entity::find()
            .filter(Column::UserId.eq(user.to_string()))
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::Name.is_in(names.iter().map(|name| name.as_str())));
        if let Some(before) = before {
            query = query.filter(Column::Id.lt(before.to_string()));
        }
        self.newest(query, limit).await
    }

    /// The ids are in order of time.
    async fn newest(&self, query: Select<events::Entity>, limit: u64) -> Result<Vec<Event>, StorageError> {
        let models = query.order_by_desc(Column::Id).limit(limit).all(&self.0.reader()).await?;
        models.iter().map(event).collect()
    }
}

/// Which events are asked for.
#[derive(Clone, Debug, Default)]
pub struct WhichEvents {
    /// Of this pool only.
    pub pool: Option<PoolId>,
    /// About this user only.
    pub user: Option<UserId>,
    /// Those that follow this one only.
    pub after: Option<Uuid>,
}

/// Adds an event where there are no repositories, because there is no ring yet.
pub(in crate::storage) async fn add_event(
    connection: &impl ConnectionTrait,
    event: &Event,
) -> Result<(), StorageError> {
    let row = event_row(event)?.into_active_model();
    events::Entity::insert(row).exec_without_returning(connection).await?;
    Ok(())
}

/// The row of an event.
fn event_row(event: &Event) -> Result<events::Model, StorageError> {
    let id = event.id.to_string();
    let detail = Row { table: "events", key: &id }.write_json(&event.detail)?;
    Ok(events::Model {
        id,
        pool_id: event.pool.as_ref().map(ToString::to_string),
        name: event.name.as_str().to_owned(),
        at: event.at.0,
        user_id: event.user.map(|user| user.to_string()),
        client_id: event.client.as_ref().map(ToString::to_string),
        actor: event.actor.as_ref().map(ToString::to_string),
        detail,
    })
}

fn event(model: &events::Model) -> Result<Event, StorageError> {
    let row = Row { table: "events", key: &model.id };
    Ok(Event {
        id: row.uuid(&model.id)?,
        name: row.word(EventName::parse(&model.name))?,
        at: Micros(model.at),
        pool: model.pool_id.as_deref().map(|text| row.pool(text)).transpose()?,
        user: model.user_id.as_deref().map(|text| row.user(text)).transpose()?,
        client: model.client_id.as_deref().map(|text| row.client(text)).transpose()?,
        actor: model.actor.clone().map(AccessKeyId),
        detail: row.read_json(&model.detail)?,
    })
}
