//! Running sign-ins with at least one proof.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, index, key, small, unique};

/// Creates `sign_ins`.
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
            .table("sign_ins")
            .col(columns.text("id"))
            .col(columns.text("handle_hash"))
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("client_id"))
            .col(columns.text("sign_in"))
            .col(columns.text("binding_hash"))
            .col(small("attempts"))
            .col(big("created_at"))
            .col(big("expires_at"))
            .col(big_or_null("consumed_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["client_id"], "clients", &["id"]))
            .take();
        create(
            manager,
            table,
            vec![
                unique("sign_ins", &["handle_hash"]),
                index("sign_ins", &["pool_id", "user_id"]),
                index("sign_ins", &["client_id"]),
                index("sign_ins", &["expires_at"]),
            ],
        )
        .await
    }
}
