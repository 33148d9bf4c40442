//! The secrets that authenticator apps share with us, sealed, and what a user can prove after the first factor.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, bytes_or_null, create, key};

/// Creates `totp_secrets` and adds `users.second_factors`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        let mut second_factors = columns.text_or_null("second_factors");
        manager.alter_table(Table::alter().table("users").add_column(&mut second_factors).take()).await?;
        let table = Table::create()
            .table("totp_secrets")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("device_name"))
            .col(bytes_or_null("secret"))
            .col(big("last_step"))
            .col(bytes_or_null("pending"))
            .col(big_or_null("pending_until"))
            .primary_key(&mut key(&["pool_id", "user_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, Vec::new()).await
    }
}
