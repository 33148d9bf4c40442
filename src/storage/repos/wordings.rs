//! What pools say in their own words: one Fluent source for each language.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};

use super::super::StorageError;
use super::super::entities::wordings::{self, Column};
use super::Repos;
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// The words of a pool in one language, as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredWording {
    /// The language's tag.
    pub language: String,
    /// The Fluent source, as its author wrote it.
    pub source: String,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// The repository of wordings.
#[derive(Clone, Copy, Debug)]
pub struct Wordings<'a>(pub(super) Repos<'a>);

impl Wordings<'_> {
    /// The words of a pool in all its languages, by tag.
    pub async fn list(&self, pool: &PoolId) -> Result<Vec<StoredWording>, StorageError> {
        let of_pool = wordings::Entity::find().filter(Column::PoolId.eq(pool.as_str()));
        let models = of_pool.order_by_asc(Column::Language).all(&self.0.reader()).await?;
        Ok(models.into_iter().map(wording).collect())
    }

    /// Stores the words of a pool in one language in the place of those it had.
    pub async fn put(&self, pool: &PoolId, wording: &StoredWording) -> Result<(), StorageError> {
        let model = wordings::Model {
            pool_id: pool.to_string(),
            language: wording.language.clone(),
            source: wording.source.clone(),
            updated_at: wording.updated_at.0,
        };
        let replace = OnConflict::columns([Column::PoolId, Column::Language])
            .update_columns([Column::Source, Column::UpdatedAt])
            .to_owned();
        let insert = wordings::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        Ok(())
    }

    /// Removes the words of a pool in one language, or in all where none is named; `false`: there were none.
    pub async fn remove(&self, pool: &PoolId, language: Option<&str>) -> Result<bool, StorageError> {
        let mut delete = wordings::Entity::delete_many().filter(Column::PoolId.eq(pool.as_str()));
        if let Some(language) = language {
            delete = delete.filter(Column::Language.eq(language));
        }
        Ok(delete.exec(&self.0.writer()?).await?.rows_affected > 0)
    }
}

fn wording(model: wordings::Model) -> StoredWording {
    StoredWording { language: model.language, source: model.source, updated_at: Micros(model.updated_at) }
}
