//! Pools. Removing one takes along everything that belongs to it; its events stay.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::super::StorageError;
use super::super::entities::{pools, users};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::{Pool, PoolId};

/// The repository of pools.
#[derive(Clone, Copy, Debug)]
pub struct Pools<'a>(pub(super) Repos<'a>);

impl Pools<'_> {
    /// The pool of this id.
    pub async fn find(&self, id: &PoolId) -> Result<Option<Pool>, StorageError> {
        let row = pools::Entity::find_by_id(id.as_str()).one(&self.0.reader()).await?;
        row.map(pool).transpose()
    }

    /// Adds a pool; an id that is taken is [`StorageError::Conflict`].
    pub async fn add(&self, pool: &Pool) -> Result<(), StorageError> {
        let row = Row { table: "pools", key: pool.id.as_str() };
        let model = pools::Model {
            id: pool.id.to_string(),
            name: pool.name.clone(),
            settings: row.write_json(&pool.settings)?,
            version: pool.version,
            created_at: pool.created_at.0,
            updated_at: pool.updated_at.0,
        };
        pools::Entity::insert(model.into_active_model()).exec_without_returning(&self.0.writer()?).await?;
        self.0.changed_configuration(1);
        self.0.clients().add_account_page(pool).await
    }

    /// Writes name, settings and `updated_at` as version `read_version + 1`; `false`: it is no longer the version that
    /// was read, and nothing is written.
    pub async fn save(&self, pool: &Pool, read_version: i64) -> Result<bool, StorageError> {
        let row = Row { table: "pools", key: pool.id.as_str() };
        let done = pools::Entity::update_many()
            .col_expr(pools::Column::Name, Expr::value(pool.name.clone()))
            .col_expr(pools::Column::Settings, Expr::value(row.write_json(&pool.settings)?))
            .col_expr(pools::Column::Version, Expr::value(read_version + 1))
            .col_expr(pools::Column::UpdatedAt, Expr::value(pool.updated_at.0))
            .filter(pools::Column::Id.eq(pool.id.as_str()))
            .filter(pools::Column::Version.eq(read_version))
            .exec(&self.0.writer()?)
            .await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    /// Removes a pool with everything that belongs to it; `false`: there was none.
    pub async fn remove(&self, id: &PoolId) -> Result<bool, StorageError> {
        let done = pools::Entity::delete_by_id(id.as_str()).exec(&self.0.writer()?).await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    /// Up to `limit` pools in the order of their ids, beginning behind `after`.
    pub async fn list(&self, after: Option<&str>, limit: u64) -> Result<Vec<Pool>, StorageError> {
        let mut query = pools::Entity::find().order_by_asc(pools::Column::Id).limit(limit);
        if let Some(after) = after {
            query = query.filter(pools::Column::Id.gt(after));
        }
        query.all(&self.0.reader()).await?.into_iter().map(pool).collect()
    }

    /// About how many users a pool has.
    pub async fn estimated_users(&self, id: &PoolId) -> Result<u64, StorageError> {
        let users = users::Entity::find().filter(users::Column::PoolId.eq(id.as_str()));
        Ok(users.count(&self.0.reader()).await?)
    }
}

fn pool(model: pools::Model) -> Result<Pool, StorageError> {
    let row = Row { table: "pools", key: &model.id };
    Ok(Pool {
        id: row.pool(&model.id)?,
        settings: row.read_json(&model.settings)?,
        name: model.name,
        version: model.version,
        created_at: Micros(model.created_at),
        updated_at: Micros(model.updated_at),
    })
}
