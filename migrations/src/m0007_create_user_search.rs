//! Folded attributes by which users are listed.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, create, index, key};

/// Creates `user_search`.
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
            .table("user_search")
            .col(columns.text("pool_id"))
            .col(columns.text("name"))
            .col(columns.text("value"))
            .col(columns.text("user_id"))
            .primary_key(&mut key(&["pool_id", "name", "value", "user_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("user_search", &["pool_id", "user_id"])]).await
    }
}
