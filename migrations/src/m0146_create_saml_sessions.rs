//! The sessions that people of a pool have at SAML providers, by the browser that they signed in with: to end them there.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `saml_sessions`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        let table = Table::create()
            .table("saml_sessions")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(bytes("session"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("saml_sessions", &["expires_at"])]).await
    }
}
