//! Hashes of passwords that users had before, for pools that let none come back.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, create, key};

/// Creates `password_history`.
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
            .table("password_history")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("hashes"))
            .primary_key(&mut key(&["pool_id", "user_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, Vec::new()).await
    }
}
