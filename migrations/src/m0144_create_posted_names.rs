//! Names that a provider posted, which tells them once, of people who have no account yet.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `posted_names`.
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
            .table("posted_names")
            .col(columns.text("whose"))
            .col(columns.text("pool_id"))
            .col(bytes("name"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["whose"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("posted_names", &["pool_id"]), index("posted_names", &["expires_at"])]).await
    }
}
