//! Browser sessions and the sign-ins that they hold become one table, so that a sign-in writes one row instead of two.
//!
//! The hash of the cookie's value moves to the sign-ins; those of one browser share it. `ends_at` is the end of the
//! sign-in in any case; `expires_at`, the end of the row, may be later: it is kept for the grants that were born in it.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, index, key, unique};

/// Merges `sessions` into `session_logins`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let database = manager.get_connection();
        let keep = "CREATE TABLE session_logins_before AS
            SELECT l.session_id, l.pool_id, s.key_hash, l.user_id, l.auth_time, l.amr, l.touched_at, l.expires_at, l.idle_secs
            FROM session_logins l JOIN sessions s ON s.id = l.session_id";
        database.execute_unprepared(keep).await?;
        manager.drop_table(Table::drop().table("session_logins").take()).await?;
        manager.drop_table(Table::drop().table("sessions").take()).await?;
        let columns = Columns::of(manager);
        let table = Table::create()
            .table("session_logins")
            .col(columns.text("session_id"))
            .col(columns.text("pool_id"))
            .col(columns.text("key_hash"))
            .col(columns.text("user_id"))
            .col(big("auth_time"))
            .col(columns.text("amr"))
            .col(big("touched_at"))
            .col(big("idle_secs"))
            .col(big("ends_at"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["session_id", "pool_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        let indexes = vec![
            unique("session_logins", &["key_hash", "pool_id"]),
            index("session_logins", &["pool_id", "user_id"]),
            index("session_logins", &["expires_at"]),
        ];
        create(manager, table, indexes).await?;
        let take_over = "INSERT INTO session_logins
            (session_id, pool_id, key_hash, user_id, auth_time, amr, touched_at, idle_secs, ends_at, expires_at)
            SELECT session_id, pool_id, key_hash, user_id, auth_time, amr, touched_at, idle_secs, expires_at, expires_at
            FROM session_logins_before";
        database.execute_unprepared(take_over).await?;
        manager.drop_table(Table::drop().table("session_logins_before").take()).await
    }
}
