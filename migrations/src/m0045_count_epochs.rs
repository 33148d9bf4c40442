//! What ends with a sign-out everywhere is told by a number instead of a moment: the clocks of nodes differ.

use sea_orm_migration::prelude::*;

use crate::columns::big;

/// Adds `epoch` to `users`, `session_logins` and `grants`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was signed out until now was removed or revoked at that moment: all that is left begins equal.
        for table in ["users", "session_logins", "grants"] {
            manager.alter_table(Table::alter().table(table).add_column(big("epoch").default(0)).take()).await?;
        }
        Ok(())
    }
}
