//! Resource servers: the APIs that a pool's access tokens are for, with the scopes they define.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, key};

/// Creates `resource_servers`.
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
            .table("resource_servers")
            .col(columns.text("pool_id"))
            .col(columns.text("identifier"))
            .col(columns.text("name"))
            .col(columns.text("scopes"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["pool_id", "identifier"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![]).await
    }
}
