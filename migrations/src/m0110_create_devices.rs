//! Devices of users: the browsers in which they have signed in, known by a keyed hash of a cookie's value.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, big_or_null, create, flag, index, key};

/// Creates `devices`.
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
            .table("devices")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("key_hash"))
            .col(columns.text_or_null("former_hash"))
            .col(big("rotated_at"))
            .col(columns.text("name"))
            .col(flag("is_remembered"))
            .col(big_or_null("second_factor_at"))
            .col(big("epoch"))
            .col(columns.text("last_address"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .col(big("used_at"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        // A person has few: what a browser presents is looked for among them.
        let indexes = vec![index("devices", &["pool_id", "user_id", "id"]), index("devices", &["expires_at"])];
        create(manager, table, indexes).await
    }
}
