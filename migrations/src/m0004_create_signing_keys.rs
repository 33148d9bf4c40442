//! Token signing keys, the private half sealed.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, index, key};

/// Creates `signing_keys`.
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
            .table("signing_keys")
            .col(columns.text("kid"))
            .col(columns.text("pool_id"))
            .col(columns.text("key_use"))
            .col(columns.text("alg"))
            .col(columns.text("phase"))
            .col(bytes("private_key"))
            .col(columns.text("public_jwk"))
            .col(big("created_at"))
            .primary_key(&mut key(&["kid"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        create(manager, table, vec![index("signing_keys", &["pool_id", "created_at"])]).await
    }
}
