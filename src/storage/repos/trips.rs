//! Trips to providers that came back: the row keeps a second answer to the same trip out, on every node, and holds the first
//! one, sealed, until the browser that set out comes for it.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, TryInsertResult};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::trips::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// The repository of trips.
#[derive(Clone, Copy, Debug)]
pub struct Trips<'a>(pub(super) Repos<'a>);

impl Trips<'_> {
    /// Uses a trip up whose answer is at hand; `false`: it came back before.
    pub async fn use_up(&self, pool: &PoolId, id: Uuid, now: Micros, until: Micros) -> Result<bool, StorageError> {
        self.add(pool, id, None, (now, until, Some(now))).await
    }

    /// Keeps the answer to a trip; `false`: it came back before, and nothing is written.
    pub async fn keep(
        &self,
        pool: &PoolId,
        id: Uuid,
        answer: &[u8],
        (now, until): (Micros, Micros),
    ) -> Result<bool, StorageError> {
        self.add(pool, id, Some(answer), (now, until, None)).await
    }

    /// Hands out the answer that was kept and erases it; `None`: there is none, or it was handed out before.
    pub async fn take(&self, pool: &PoolId, id: Uuid, now: Micros) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let key = id.to_string();
        let Some(model) = trips::Entity::find_by_id(&*key).one(&self.0.reader()).await? else { return Ok(None) };
        let Some(sealed) = model.answer.filter(|_| model.consumed_at.is_none() && now.0 < model.expires_at) else {
            return Ok(None);
        };
        let done = trips::Entity::update_many()
            .col_expr(Column::ConsumedAt, Expr::value(Some(now.0)))
            .col_expr(Column::Answer, Expr::value(None::<Vec<u8>>))
            .filter(Column::Id.eq(&*key))
            .filter(Column::PoolId.eq(pool.as_str()))
            .filter(Column::ConsumedAt.is_null())
            .exec(&self.0.writer()?)
            .await?;
        if done.rows_affected != 1 {
            return Ok(None);
        }
        row(&key).unseal(self.0.ring, "answer", pool.as_str(), &sealed).map(Some)
    }

    async fn add(
        &self,
        pool: &PoolId,
        id: Uuid,
        answer: Option<&[u8]>,
        (now, until, consumed_at): (Micros, Micros, Option<Micros>),
    ) -> Result<bool, StorageError> {
        let key = id.to_string();
        let model = trips::Model {
            pool_id: pool.to_string(),
            answer: answer.map(|plain| row(&key).seal(self.0.ring, "answer", pool.as_str(), plain)),
            created_at: now.0,
            expires_at: until.0,
            consumed_at: consumed_at.map(|at| at.0),
            id: key.clone(),
        };
        let insert = trips::Entity::insert(model.into_active_model()).on_conflict_do_nothing_on([Column::Id]);
        let inserted = insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(matches!(inserted, TryInsertResult::Inserted(1)))
    }
}

fn row(id: &str) -> Row<'_> {
    Row { table: "trips", key: id }
}
