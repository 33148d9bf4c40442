//! Which node runs a job, until when, and when it last ended: one row for each job.

use sea_orm_migration::prelude::*;

use crate::columns::{Columns, big, create, key};

/// Creates `job_leases`.
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
            .table("job_leases")
            .col(columns.text("job"))
            .col(columns.text("holder"))
            .col(big("leased_until"))
            .col(big("ended_at"))
            .primary_key(&mut key(&["job"]))
            .take();
        create(manager, table, Vec::new()).await
    }
}
