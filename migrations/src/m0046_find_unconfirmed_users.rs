//! Sign-ups that nobody confirmed are found without reading the confirmed ones.

use sea_orm_migration::prelude::*;

use crate::columns::index;

/// Adds an index on `users`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("users", &["status", "created_at"])).await
    }
}
