//! Trips of a pool that is deleted are found without reading those of all others.

use sea_orm_migration::prelude::*;

use crate::columns::index;

/// Adds an index on `trips`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("trips", &["pool_id"])).await
    }
}
