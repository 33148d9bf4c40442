//! Upstream identity providers of pools, their other names, and who is linked to which account there.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, bytes, create, flag, index, key, unique};

/// Creates `providers`, `provider_identifiers` and `identities`.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = Columns::of(manager);
        let providers = Table::create()
            .table("providers")
            .col(columns.text("id"))
            .col(columns.text("pool_id"))
            .col(columns.text("name"))
            .col(columns.text("folded_name"))
            .col(columns.text("kind"))
            .col(columns.text("details"))
            .col(bytes("secrets"))
            .col(columns.text("mapping"))
            .col(columns.text("identifiers"))
            .col(columns.text("settings"))
            .col(big("version"))
            .col(big("created_at"))
            .col(big("updated_at"))
            .primary_key(&mut key(&["id"]))
            .foreign_key(&mut belongs_to(&["pool_id"], "pools", &["id"]))
            .take();
        // Two names that differ in case only would begin the same usernames.
        let indexes = vec![
            unique("providers", &["pool_id", "folded_name"]),
            unique("providers", &["pool_id", "id"]),
            index("providers", &["pool_id", "name"]),
        ];
        create(manager, providers, indexes).await?;
        // What keeps two providers of a pool from having the same one; their own rows list them.
        let identifiers = Table::create()
            .table("provider_identifiers")
            .col(columns.text("pool_id"))
            .col(columns.text("folded"))
            .col(columns.text("provider_id"))
            .primary_key(&mut key(&["pool_id", "folded"]))
            .foreign_key(&mut belongs_to(&["pool_id", "provider_id"], "providers", &["pool_id", "id"]))
            .take();
        let indexes = vec![index("provider_identifiers", &["pool_id", "provider_id"])];
        create(manager, identifiers, indexes).await?;
        let identities = Table::create()
            .table("identities")
            .col(columns.text("pool_id"))
            .col(columns.text("provider_id"))
            .col(columns.text("attribute"))
            .col(columns.text("subject"))
            .col(columns.text("user_id"))
            .col(flag("is_primary"))
            .col(big("created_at"))
            .primary_key(&mut key(&["pool_id", "provider_id", "attribute", "subject"]))
            .foreign_key(&mut belongs_to(&["pool_id", "provider_id"], "providers", &["pool_id", "id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, identities, vec![index("identities", &["pool_id", "user_id"])]).await
    }
}
