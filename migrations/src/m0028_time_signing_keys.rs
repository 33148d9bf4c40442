//! A signing key's life in times instead of a word: its phase follows from the moment, so that all nodes agree on it and
//! nobody has to move it on.

use sea_orm_migration::prelude::*;

use crate::columns::{big, big_or_null, index};

/// Changes `signing_keys`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let change = || Table::alter().table("signing_keys").take();
        manager.alter_table(change().add_column(big("signs_at").default(0)).take()).await?;
        manager.alter_table(change().add_column(big_or_null("retires_at")).take()).await?;
        manager.alter_table(change().add_column(big_or_null("gone_at")).take()).await?;
        // Until now every key signed from the moment it was made, and none was ever retired.
        let since = Query::update().table("signing_keys").value("signs_at", Expr::col("created_at")).take();
        manager.exec_stmt(since).await?;
        manager.alter_table(change().drop_column("phase").take()).await?;
        manager.create_index(index("signing_keys", &["gone_at"])).await
    }
}
