//! Users. The pool is part of the key, so that no row can point at a user of another pool.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, flag, index, key};

/// Creates `users`.
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
            .table("users")
            .col(columns.text("pool_id"))
            .col(columns.text("id"))
            .col(columns.text("username"))
            .col(columns.text("status"))
            .col(flag("enabled"))
            .col(columns.text("attributes"))
            .col(columns.text_or_null("password"))
            .col(big_or_null("temporary_until"))
            .col(big_or_null("signed_out_at"))
            .col(big("version"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(
            manager,
            table,
            vec![
                index("users", &["pool_id", "created_at", "id"]),
                index("users", &["pool_id", "username"]),
                index("users", &["pool_id", "status", "created_at", "id"]),
                index("users", &["pool_id", "enabled", "created_at", "id"]),
            ],
        )
        .await
    }
}
