//! A code that is the first factor goes by mail or by text message, and is answered as what it was sent as.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `first_codes.channel`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What waits went by mail: there was no other way.
        let mut channel = Columns::of(manager).text("channel").default("email").take();
        manager.alter_table(Table::alter().table("first_codes").add_column(&mut channel).take()).await
    }
}
