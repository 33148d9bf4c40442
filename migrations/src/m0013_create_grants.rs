//! Grants: first a code, then a token family. They outlive the session they were born in.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, index, key, unique};

/// Creates `grants`.
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
            .table("grants")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("client_id"))
            .col(columns.text("user_id"))
            .col(columns.text_or_null("session_id"))
            .col(columns.text("scope"))
            .col(columns.text("nonce"))
            .col(big("auth_time"))
            .col(columns.text("amr"))
            .col(columns.text_or_null("code_hash"))
            .col(big_or_null("code_expires_at"))
            .col(columns.text("redirect_uri"))
            .col(columns.text("code_challenge"))
            .col(big_or_null("code_consumed_at"))
            .col(big("generation"))
            .col(big_or_null("rotated_at"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(big_or_null("revoked_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["client_id"], "clients", &["id"]))
            .take();
        create(
            manager,
            table,
            vec![
                unique("grants", &["code_hash"]),
                index("grants", &["pool_id", "user_id"]),
                index("grants", &["client_id"]),
                index("grants", &["session_id", "pool_id"]),
                index("grants", &["expires_at"]),
                index("grants", &["revoked_at"]),
                index("grants", &["code_expires_at"]),
            ],
        )
        .await
    }
}
