//! Private keys made ahead of need, sealed: neither a new pool nor a rotation waits for one.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, bytes, create, index, key};

/// Creates `spare_keys`.
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
            .table("spare_keys")
            .col(columns.text("kid"))
            .col(columns.text("alg"))
            .col(bytes("private_key"))
            .col(big("created_at"))
            .primary_key(&mut key(&["kid"]))
            .take();
        create(manager, table, vec![index("spare_keys", &["alg", "created_at"])]).await
    }
}
