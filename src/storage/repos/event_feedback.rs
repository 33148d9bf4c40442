//! What was said of attempts to sign in: one word for each event, the person's first one or the last one of an admin.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;

use super::super::StorageError;
use super::super::entities::event_feedback::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;
use crate::domain::risk::{Feedback, Verdict, Witness};
use crate::domain::user::UserId;

/// The repository of feedback.
#[derive(Clone, Copy, Debug)]
pub struct EventFeedback<'a>(pub(super) Repos<'a>);

impl EventFeedback<'_> {
    /// What was said of these events.
    pub async fn list(&self, pool: &PoolId, events: &[Uuid]) -> Result<Vec<Feedback>, StorageError> {
        if events.is_empty() {
            return Ok(Vec::new());
        }
        let query = event_feedback::Entity::find()
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::EventId.is_in(events.iter().map(Uuid::to_string)));
        query.all(&self.0.reader()).await?.iter().map(feedback).collect()
    }

    /// Writes what nobody has spoken of yet; `false`: somebody has, and nothing is written.
    pub async fn add(&self, pool: &PoolId, user: UserId, said: &Feedback) -> Result<bool, StorageError> {
        let insert = event_feedback::Entity::insert(model(pool, user, said).into_active_model());
        let insert = insert.on_conflict_do_nothing_on([Column::EventId]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }

    /// Writes it over what was said before.
    pub async fn put(&self, pool: &PoolId, user: UserId, said: &Feedback) -> Result<(), StorageError> {
        let replace = OnConflict::column(Column::EventId)
            .update_columns([Column::Verdict, Column::Witness, Column::GivenAt])
            .to_owned();
        let insert = event_feedback::Entity::insert(model(pool, user, said).into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }
}

fn model(pool: &PoolId, user: UserId, said: &Feedback) -> event_feedback::Model {
    event_feedback::Model {
        event_id: said.event.to_string(),
        pool_id: pool.to_string(),
        user_id: user.to_string(),
        verdict: said.verdict.as_str().to_owned(),
        witness: said.by.as_str().to_owned(),
        given_at: said.at.0,
    }
}

fn feedback(model: &event_feedback::Model) -> Result<Feedback, StorageError> {
    let row = Row { table: "event_feedback", key: &model.event_id };
    Ok(Feedback {
        event: row.uuid(&model.event_id)?,
        verdict: row.word(Verdict::parse(&model.verdict))?,
        by: row.word(Witness::parse(&model.witness))?,
        at: Micros(model.given_at),
    })
}
