//! Where users usually sign in, in pools that weigh the risk of sign-ins.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, belongs_to, big, create, index, key};

/// Creates `usual_places`.
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
            .table("usual_places")
            .col(columns.text("pool_id"))
            .col(columns.text("user_id"))
            .col(columns.text("places"))
            .col(big("expires_at"))
            .primary_key(&mut key(&["pool_id", "user_id"]))
            .foreign_key(&mut belongs_to(&["pool_id", "user_id"], "users", &["pool_id", "id"]))
            .take();
        create(manager, table, vec![index("usual_places", &["expires_at"])]).await
    }
}
