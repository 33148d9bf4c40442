//! People see where they are signed in: a session keeps the address at which it began, and what the browser said it is.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `session_logins.address` and `session_logins.agent`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for name in ["address", "agent"] {
            let mut column = Columns::of(manager).text(name).default("").take();
            manager.alter_table(Table::alter().table("session_logins").add_column(&mut column).take()).await?;
        }
        Ok(())
    }
}
