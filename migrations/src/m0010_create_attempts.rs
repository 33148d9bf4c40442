//! Counted attempts, one row for each bucket.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, big_or_null, create, index, key, small};

/// Creates `attempts`.
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
            .table("attempts")
            .col(columns.text("bucket"))
            .col(small("failures"))
            .col(small("consecutive"))
            .col(big("window_started_at"))
            .col(big_or_null("locked_until"))
            .col(big("updated_at"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["bucket"]))
            .take();
        create(manager, table, vec![index("attempts", &["expires_at"])]).await
    }
}
