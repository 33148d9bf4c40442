//! Trips of browsers to upstream providers that came back: each once, with what the provider sent where the browser has still
//! to fetch it.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, bytes_or_null, create, index, key};

/// Creates `trips`.
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
            .table("trips")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(bytes_or_null("answer"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(big_or_null("consumed_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("trips", &["pool_id"]), index("trips", &["expires_at"])]).await
    }
}
