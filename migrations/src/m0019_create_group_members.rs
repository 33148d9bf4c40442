//! Who is in which group.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, index, key};

/// Creates `group_members`.
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
            .table("group_members")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("group_name"))
            .col(big("created_at"))
            .primary_key(&mut key(&["pool_id", "user_id", "group_name"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "group_name"], "groups", &["pool_id", "name"]))
            .take();
        create(manager, table, vec![index("group_members", &["pool_id", "group_name", "user_id"])]).await
    }
}
