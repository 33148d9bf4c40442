//! An open transaction, and its turn to write: on SQLite all who write take turns, so that nobody meets a lock.

use std::ops::Deref;

use sea_orm::{DatabaseTransaction, DbErr};
use tokio::sync::OwnedSemaphorePermit;

/// Rolled back unless it is committed.
#[derive(Debug)]
pub(super) struct Transaction {
    inner: DatabaseTransaction,
    /// Given on after the transaction ended: fields are dropped in their order.
    _turn: Option<OwnedSemaphorePermit>,
}

impl Transaction {
    pub(super) fn new(inner: DatabaseTransaction, turn: Option<OwnedSemaphorePermit>) -> Self {
        Self { inner, _turn: turn }
    }

    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.inner.commit().await
    }

    pub(super) async fn rollback(self) -> Result<(), DbErr> {
        self.inner.rollback().await
    }
}

impl Deref for Transaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.inner
    }
}
