//! The keys under which secrets are sealed, themselves wrapped under the master key.

use sea_orm_migration::prelude::*;

use crate::columns::{big, bytes, create, key, small};

/// Creates `ring_keys`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("ring_keys")
            .col(small("version"))
            .col(bytes("wrapped"))
            .col(big("created_at"))
            .primary_key(&mut key(&["version"]))
            .take();
        create(manager, table, vec![]).await
    }
}
