//! Sessions at SAML providers are found by whose they are and by the provider's own index, and a session here knows the one
//! there that it came from: a provider ends one of them, and no others.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, index};

/// Adds columns to `saml_sessions` and `session_logins`, and the indexes by which they are found.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        // What is remembered already was for the browser alone, lasts a day at most, and is found by nobody.
        for (table, name) in
            [("saml_sessions", "person"), ("saml_sessions", "session_index"), ("session_logins", "upstream_session")]
        {
            let mut column = columns.text_or_null(name);
            manager.alter_table(Table::alter().table(table).add_column(&mut column).take()).await?;
        }
        manager.create_index(index("saml_sessions", &["person"])).await?;
        manager.create_index(index("session_logins", &["upstream_session"])).await
    }
}
