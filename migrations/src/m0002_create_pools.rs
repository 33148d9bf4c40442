//! Pools, their settings as JSON.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, create, key};

/// Creates `pools`.
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
            .table("pools")
            .col(columns.text("id"))
            .col(columns.text("name"))
            .col(columns.text("settings"))
            .col(big("version"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["id"]))
            .take();
        create(manager, table, vec![]).await
    }
}
