//! The version of what nodes keep in memory: pools, clients, themes and signing keys. Every unit of work that changes one
//! of them counts it up as its last write.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::StorageError;
use super::super::entities::configuration_version::{self, Column};
use super::Repos;

/// The one row.
const ROW: i32 = 1;

/// The repository of the version.
#[derive(Clone, Copy, Debug)]
pub struct Configuration<'a>(pub(super) Repos<'a>);

impl Configuration<'_> {
    /// The version as committed.
    pub async fn version(&self) -> Result<i64, StorageError> {
        let row = configuration_version::Entity::find_by_id(ROW).one(&self.0.reader()).await?;
        let missing = || StorageError::Inconsistent { table: "configuration_version", row: ROW.to_string() };
        row.map(|row| row.version).ok_or_else(missing)
    }

    /// Counts it up; the unit of work does so itself before it commits.
    pub(in crate::storage) async fn count_up(&self) -> Result<(), StorageError> {
        configuration_version::Entity::update_many()
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .filter(Column::Id.eq(ROW))
            .exec(&self.0.writer()?)
            .await?;
        Ok(())
    }
}
