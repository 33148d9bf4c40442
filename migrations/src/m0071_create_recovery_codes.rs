//! Recovery codes, as keyed hashes.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, key};

/// Creates `recovery_codes`.
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
            .table("recovery_codes")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("code_hash"))
            .col(big("created_at"))
            .col(big_or_null("used_at"))
            .primary_key(&mut key(&["pool_id", "user_id", "code_hash"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, Vec::new()).await
    }
}
