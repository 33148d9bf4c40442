//! Groups of users. The pool is part of the key, so that no membership can point into another pool.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, key};

/// Creates `groups`.
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
            .table("groups")
            .col(columns.text("pool_id"))
            .col(columns.text("name"))
            .col(columns.text_or_null("description"))
            .col(columns.text_or_null("role_arn"))
            .col(big_or_null("precedence"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["pool_id", "name"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![]).await
    }
}
