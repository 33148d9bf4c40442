//! Names that a provider posted once, of people who have no account yet: sealed, under a keyed hash of whose they are.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use zeroize::Zeroizing;

use super::super::StorageError;
use super::super::entities::posted_names::{self, Column};
use super::Repos;
use super::row::Row;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// The repository of posted names.
#[derive(Clone, Copy, Debug)]
pub struct PostedNames<'a>(pub(super) Repos<'a>);

impl PostedNames<'_> {
    /// Keeps a name until a moment, in place of the one that was kept for the same key.
    pub async fn keep(
        &self,
        pool: &PoolId,
        whose: &str,
        name: &[u8],
        (now, until): (Micros, Micros),
    ) -> Result<(), StorageError> {
        let model = posted_names::Model {
            pool_id: pool.to_string(),
            name: row(whose).seal(self.0.ring, "name", pool.as_str(), name),
            created_at: now.0,
            expires_at: until.0,
            whose: whose.to_owned(),
        };
        let replace = OnConflict::column(Column::Whose)
            .update_columns([Column::Name, Column::CreatedAt, Column::ExpiresAt])
            .to_owned();
        let insert = posted_names::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// The name that is kept for a key; `None`: there is none.
    pub async fn find(
        &self,
        pool: &PoolId,
        whose: &str,
        now: Micros,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StorageError> {
        let found = posted_names::Entity::find_by_id(whose).one(&self.0.reader()).await?;
        let Some(model) = found.filter(|model| model.pool_id == pool.as_str() && now.0 < model.expires_at) else {
            return Ok(None);
        };
        row(whose).unseal(self.0.ring, "name", pool.as_str(), &model.name).map(Some)
    }

    /// Forgets the names that are kept for these keys.
    pub async fn forget(&self, pool: &PoolId, whose: &[String]) -> Result<(), StorageError> {
        posted_names::Entity::delete_many()
            .filter(Column::Whose.is_in(whose))
            .filter(Column::PoolId.eq(pool.as_str()))
            .exec(&self.0.writer()?)
            .await?;
        Ok(())
    }
}

fn row(whose: &str) -> Row<'_> {
    Row { table: "posted_names", key: whose }
}
