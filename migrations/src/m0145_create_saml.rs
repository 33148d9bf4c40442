//! The keys by which pools sign to SAML providers and are encrypted to, and the assertions that were taken: each once.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `saml_keys` and `saml_assertions`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        let keys = Table::create()
            .table("saml_keys")
            .col(columns.text("pool_id"))
            .col(bytes("private_key"))
            .col(bytes("certificate"))
            .col(big("created_at"))
            .primary_key(&mut key(&["pool_id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, keys, vec![]).await?;
        let assertions = Table::create()
            .table("saml_assertions")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, assertions, vec![index("saml_assertions", &["expires_at"])]).await
    }
}
