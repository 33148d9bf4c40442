//! One row that counts the changes of what nodes keep in memory: pools, clients, themes, signing keys.

use sea_orm_migration::prelude::*;

use crate::columns::{big, create, key, small};

/// Creates `configuration_version` with its row.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("configuration_version")
            .col(small("id"))
            .col(big("version"))
            .primary_key(&mut key(&["id"]))
            .take();
        create(manager, table, Vec::new()).await?;
        let row = Query::insert()
            .into_table("configuration_version")
            .columns(["id", "version"])
            .values_panic([1.into(), 1.into()])
            .take();
        manager.exec_stmt(row).await
    }
}
