//! The address that a code proves where it is not the user's yet.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `codes.address`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut address = Columns::of(manager).text_or_null("address");
        manager.alter_table(Table::alter().table("codes").add_column(&mut address).take()).await
    }
}
