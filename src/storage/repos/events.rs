//! Audited facts: only ever added, in the transaction of their cause.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};

use super::super::StorageError;
use super::super::entities::events::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::event::{Event, EventName};
use crate::domain::pool::PoolId;

/// The repository of events.
#[derive(Clone, Copy, Debug)]
pub struct Events<'a>(pub(super) Repos<'a>);

impl Events<'_> {
    /// Adds an event.
    pub async fn add(&self, event: &Event) -> Result<(), StorageError> {
        let row = event_row(event)?.into_active_model();
        events::Entity::insert(row).exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Up to `limit` events that belong to no pool, the newest first.
    pub async fn list_global(&self, limit: u64) -> Result<Vec<Event>, StorageError> {
        let models = events::Entity::find()
            .filter(Column::PoolId.is_null())
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.0.reader())
            .await?;
        models.iter().map(event).collect()
    }

    /// Up to `limit` events of a pool, the newest first.
    pub async fn list(&self, pool: &PoolId, limit: u64) -> Result<Vec<Event>, StorageError> {
        let models = events::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .order_by_desc(Column::At)
            .order_by_desc(Column::Id)
            .limit(limit)
            .all(&self.0.reader())
            .await?;
        models.iter().map(event).collect()
    }
}

/// The row of an event.
pub(in crate::storage) fn event_row(event: &Event) -> Result<events::Model, StorageError> {
    let id = event.id.to_string();
    let detail = Row { table: "events", key: &id }.write_json(&event.detail)?;
    Ok(events::Model {
        id,
        pool_id: event.pool.as_ref().map(ToString::to_string),
        name: event.name.as_str().to_owned(),
        at: event.at.0,
        user_id: event.user.map(|user| user.to_string()),
        client_id: event.client.as_ref().map(ToString::to_string),
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
        detail: row.read_json(&model.detail)?,
    })
}
