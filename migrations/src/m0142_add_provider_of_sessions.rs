//! A session keeps which upstream provider vouched for its user: a client that does not let people come from there does not take
//! it either.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `session_logins.provider_id`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = Columns::of(manager).text_or_null("provider_id");
        manager.alter_table(Table::alter().table("session_logins").add_column(&mut column).take()).await
    }
}
