//! Tokens that upstream providers gave, sealed, where an admin asked for them to be kept.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `provider_tokens`.
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
            .table("provider_tokens")
            .col(columns.text("pool_id"))
            .col(columns.text("provider_id"))
            .col(columns.text("user_id"))
            .col(bytes("tokens"))
            .col(big("created_at"))
            .primary_key(&mut key(&["pool_id", "provider_id", "user_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "provider_id"], "providers", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("provider_tokens", &["pool_id", "user_id"])]).await
    }
}
