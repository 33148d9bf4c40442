//! The look of a pool's pages.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes_or_null, create, index, key};

/// Creates `themes`.
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
            .table("themes")
            .col(columns.text("pool_id"))
            .col(columns.text("document"))
            .col(columns.text("css_hash"))
            .col(columns.text("css"))
            .col(bytes_or_null("logo"))
            .col(columns.text("logo_media_type"))
            .col(columns.text("logo_hash"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["pool_id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("themes", &["css_hash"]), index("themes", &["logo_hash"])]).await
    }
}
