//! What one can sign in with: folded, unique in the pool.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, create, index, key};

/// Creates `identifiers`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        let table = Table::create()
            .table("identifiers")
            .col(columns.text("pool_id"))
            .col(columns.text("value"))
            .col(columns.text("kind"))
            .col(columns.text("user_id"))
            .primary_key(&mut key(&["pool_id", "value"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("identifiers", &["pool_id", "user_id"])]).await
    }
}
