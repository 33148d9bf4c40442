//! Access keys, their secrets sealed.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `access_keys`.
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
            .table("access_keys")
            .col(columns.text("id"))
            .col(columns.text_or_null("pool_id"))
            .col(bytes("secret"))
            .col(columns.text("role"))
            .col(big("created_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("access_keys", &["pool_id"])]).await
    }
}
