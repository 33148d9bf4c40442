//! The sign-ins that a browser session holds, one for each pool.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, index, key};

/// Creates `session_logins`.
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
            .table("session_logins")
            .col(columns.text("session_id"))
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(big("auth_time"))
            .col(columns.text("amr"))
            .col(big("touched_at"))
            .col(big("expires_at"))
            .col(big("idle_secs"))
            .primary_key(&mut key(&["session_id", "pool_id"]))
            .foreign_key(&mut belongs_to(&["session_id"], "sessions", &["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(
            manager,
            table,
            vec![index("session_logins", &["pool_id", "user_id"]), index("session_logins", &["expires_at"])],
        )
        .await
    }
}
