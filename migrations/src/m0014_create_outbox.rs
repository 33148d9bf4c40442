//! Messages on their way; address and text sealed, and gone once delivered.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, bytes_or_null, create, index, key, small};

/// Creates `outbox`.
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
            .table("outbox")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("event"))
            .col(bytes_or_null("recipient"))
            .col(bytes_or_null("payload"))
            .col(small("attempts"))
            .col(big("next_attempt_at"))
            .col(big_or_null("lease_until"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(columns.text("state"))
            .col(columns.text("last_error"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(
            manager,
            table,
            vec![
                index("outbox", &["pool_id"]),
                index("outbox", &["state", "next_attempt_at"]),
                index("outbox", &["expires_at"]),
            ],
        )
        .await
    }
}
