//! What people and admins say of an attempt to sign in: whether it was its person.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, index, key};

/// Creates `event_feedback`.
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
            .table("event_feedback")
            .col(columns.text("event_id"))
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("verdict"))
            .col(columns.text("witness"))
            .col(big("given_at"))
            .primary_key(&mut key(&["event_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("event_feedback", &["pool_id", "user_id"])]).await
    }
}
