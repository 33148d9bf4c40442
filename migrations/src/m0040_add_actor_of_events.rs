//! Who did it: the access key of an admin's operation.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `events.actor`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut actor = Columns::of(manager).text_or_null("actor");
        manager.alter_table(Table::alter().table("events").add_column(&mut actor).take()).await
    }
}
