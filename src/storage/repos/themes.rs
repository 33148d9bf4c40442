//! Looks of pools: the document an admin wrote, and what was made of it, addressed by content.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::themes::{self, Column};
use super::Repos;
use super::row::{Row, can_be_stored};
use crate::domain::clock::Micros;
use crate::domain::pool::PoolId;

/// A look as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredTheme {
    /// The pool.
    pub pool: PoolId,
    /// What the admin wrote, as JSON.
    pub document: String,
    /// Hash of `css`: its address.
    pub css_hash: String,
    /// The style sheet made of the document.
    pub css: String,
    /// The logo's bytes.
    pub logo: Option<Vec<u8>>,
    /// The logo's media type; empty without one.
    pub logo_media_type: String,
    /// Hash of the logo: its address; empty without one.
    pub logo_hash: String,
    /// When it was last changed.
    pub updated_at: Micros,
}

/// The repository of looks.
#[derive(Clone, Copy, Debug)]
pub struct Themes<'a>(pub(super) Repos<'a>);

impl Themes<'_> {
    /// The look of a pool.
    pub async fn find(&self, pool: &PoolId) -> Result<Option<StoredTheme>, StorageError> {
        themes::Entity::find_by_id(pool.as_str()).one(&self.0.reader()).await?.map(theme).transpose()
    }

    /// A look with this style sheet, of whichever pool.
    pub async fn find_by_css_hash(&self, hash: &str) -> Result<Option<StoredTheme>, StorageError> {
        self.find_by(Column::CssHash, hash).await
    }

    /// A look with this logo, of whichever pool.
    pub async fn find_by_logo_hash(&self, hash: &str) -> Result<Option<StoredTheme>, StorageError> {
        self.find_by(Column::LogoHash, hash).await
    }

    /// Stores the look of a pool in the place of the one it had.
    pub async fn put(&self, theme: &StoredTheme) -> Result<(), StorageError> {
        let model = themes::Model {
            pool_id: theme.pool.to_string(),
            document: theme.document.clone(),
            css_hash: theme.css_hash.clone(),
            css: theme.css.clone(),
            logo: theme.logo.clone(),
            logo_media_type: theme.logo_media_type.clone(),
            logo_hash: theme.logo_hash.clone(),
            updated_at: theme.updated_at.0,
        };
        let replace = OnConflict::column(Column::PoolId)
            .update_columns([
                Column::Document,
                Column::CssHash,
                Column::Css,
                Column::Logo,
                Column::LogoMediaType,
                Column::LogoHash,
                Column::UpdatedAt,
            ])
            .to_owned();
        let insert = themes::Entity::insert(model.into_active_model()).on_conflict(replace);
        insert.exec_without_returning(&self.0.writer()?).await?;
        self.0.changed_configuration(1);
        Ok(())
    }

    /// Removes the look of a pool; `false`: it had none.
    pub async fn remove(&self, pool: &PoolId) -> Result<bool, StorageError> {
        let done = themes::Entity::delete_by_id(pool.as_str()).exec(&self.0.writer()?).await?;
        Ok(self.0.changed_configuration(done.rows_affected) == 1)
    }

    async fn find_by(&self, column: Column, hash: &str) -> Result<Option<StoredTheme>, StorageError> {
        // The empty hash stands for "no logo" and is nobody's address.
        if hash.is_empty() || !can_be_stored(hash) {
            return Ok(None);
        }
        themes::Entity::find().filter(column.eq(hash)).one(&self.0.reader()).await?.map(theme).transpose()
    }
}

fn theme(model: themes::Model) -> Result<StoredTheme, StorageError> {
    Ok(StoredTheme {
        pool: Row { table: "themes", key: &model.pool_id }.pool(&model.pool_id)?,
        document: model.document,
        css_hash: model.css_hash,
        css: model.css,
        logo: model.logo,
        logo_media_type: model.logo_media_type,
        logo_hash: model.logo_hash,
        updated_at: Micros(model.updated_at),
    })
}
