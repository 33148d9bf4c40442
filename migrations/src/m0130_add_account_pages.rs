//! A pool's account page is a client that nobody made: what people sign in for without an app. The rows of such sign-ins
//! belong to one here; new pools get theirs when they are made.

use sea_orm_migration::prelude::*;

/// Adds a row to `clients` for each pool.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = "INSERT INTO clients (id, pool_id, name, secret, settings, version, created_at, updated_at)
            SELECT 'account+' || replace(id, '-', '+'), id, name, NULL, '{}', 0, created_at, created_at FROM pools";
        manager.get_connection().execute_unprepared(add).await?;
        Ok(())
    }
}
