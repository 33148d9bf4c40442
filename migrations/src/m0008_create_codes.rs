//! One-time codes: at most one of a kind for each user.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, index, key, small};

/// Creates `codes`.
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
            .table("codes")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("kind"))
            .col(columns.text("code_hash"))
            .col(columns.text("attribute"))
            .col(small("attempts"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(big_or_null("consumed_at"))
            .primary_key(&mut key(&["pool_id", "user_id", "kind"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("codes", &["expires_at"])]).await
    }
}
