//! Codes that are sent to be the first factor of a sign-in, to somebody or to nobody.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, index, key, small, unique};

/// Creates `first_codes`.
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
            .table("first_codes")
            .col(columns.text("id"))
            .col(columns.text("handle_hash"))
            .col(columns.text("link_hash"))
            .col(columns.text("pool_id"))
            .col(columns.text_or_null("user_id"))
            .col(columns.text("client_id"))
            .col(columns.text("bucket"))
            .col(columns.text("binding_hash"))
            .col(columns.text("code_hash"))
            .col(columns.text("query"))
            .col(big("epoch"))
            .col(small("attempts"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(big_or_null("consumed_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["client_id"], "clients", &["id"]))
            .take();
        let indexes = vec![
            unique("first_codes", &["handle_hash"]),
            unique("first_codes", &["link_hash"]),
            index("first_codes", &["pool_id", "user_id"]),
            index("first_codes", &["client_id"]),
            index("first_codes", &["expires_at"]),
        ];
        create(manager, table, indexes).await
    }
}
