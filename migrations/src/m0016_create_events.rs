//! Audited facts. They outlive what they are about: no reference takes them away.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, create, index, key};

/// Creates `events`.
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
            .table("events")
            .col(columns.text("id"))
            .col(columns.text_or_null("pool_id"))
            .col(columns.text("name"))
            .col(big("at"))
            .col(columns.text_or_null("user_id"))
            .col(columns.text_or_null("client_id"))
            .col(columns.text("detail"))
            .primary_key(&mut key(&["id"]))
            .take();
        create(manager, table, vec![index("events", &["pool_id", "at", "id"])]).await
    }
}
