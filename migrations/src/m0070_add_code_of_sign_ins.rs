//! A second factor that is a code sent to the person is kept beside the sign-in that it is for.

use sea_orm_migration::prelude::*;

use crate::columns::Columns;

/// Adds `sign_ins.code_hash`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut code_hash = Columns::of(manager).text_or_null("code_hash");
        manager.alter_table(Table::alter().table("sign_ins").add_column(&mut code_hash).take()).await
    }
}
