//! Events are read in the order of their ids, which is that of time: of a pool, and of a user.

use sea_orm_migration::prelude::*;

use crate::columns::index;

/// Changes the indexes of `events`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("events", &["pool_id", "id"])).await?;
        manager.create_index(index("events", &["user_id", "id"])).await?;
        manager.drop_index(Index::drop().name("events_pool_id_at_id_idx").table("events").to_owned()).await
    }
}
