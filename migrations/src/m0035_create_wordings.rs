//! What a pool says in its own words, by language.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, key};

/// Creates `wordings`.
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
            .table("wordings")
            .col(columns.text("pool_id"))
            .col(columns.text("language"))
            .col(columns.text("source"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["pool_id", "language"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, Vec::new()).await
    }
}
