//! Passkeys of users.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, bytes, create, flag, index, key, unique};

/// Creates `passkeys`.
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
            .table("passkeys")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("credential_id"))
            .col(bytes("credential"))
            .col(big("sign_count"))
            .col(flag("can_be_backed_up"))
            .col(flag("is_backed_up"))
            .col(columns.text("name"))
            .col(columns.text("relying_party"))
            .col(columns.text("attachment"))
            .col(columns.text("transports"))
            .col(big("created_at"))
            .col(big_or_null("last_used_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        let indexes =
            vec![unique("passkeys", &["pool_id", "credential_id"]), index("passkeys", &["pool_id", "user_id", "id"])];
        create(manager, table, indexes).await
    }
}
