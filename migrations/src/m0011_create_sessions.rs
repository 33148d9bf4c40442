//! Browser sessions.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, create, index, key, unique};

/// Creates `sessions`.
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
            .table("sessions")
            .col(columns.text("id"))
            .col(columns.text("key_hash"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["id"]))
            .take();
        create(manager, table, vec![unique("sessions", &["key_hash"]), index("sessions", &["expires_at"])]).await
    }
}
