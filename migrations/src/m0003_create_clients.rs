//! Clients, their secrets sealed.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes_or_null, create, index, key};

/// Creates `clients`.
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
            .table("clients")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("name"))
            .col(bytes_or_null("secret"))
            .col(columns.text("settings"))
            .col(big("version"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("clients", &["pool_id", "id"])]).await
    }
}
