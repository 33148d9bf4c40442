//! Challenges that wait for a passkey: of a registration, or of a sign-in of somebody or nobody.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, index, key, small, unique};

/// Creates `passkey_challenges`.
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
            .table("passkey_challenges")
            .col(columns.text("id"))
            .col(columns.text_or_null("handle_hash"))
            .col(columns.text("challenge"))
            .col(columns.text("pool_id"))
            .col(columns.text_or_null("user_id"))
            .col(columns.text("client_id"))
            .col(columns.text("bucket"))
            .col(columns.text("binding_hash"))
            .col(columns.text("state"))
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
            unique("passkey_challenges", &["handle_hash"]),
            unique("passkey_challenges", &["challenge"]),
            index("passkey_challenges", &["pool_id", "user_id"]),
            index("passkey_challenges", &["client_id"]),
            index("passkey_challenges", &["expires_at"]),
        ];
        create(manager, table, indexes).await
    }
}
