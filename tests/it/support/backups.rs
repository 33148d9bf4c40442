//! Backups of the application under test, and nodes over a database that was filled from one.

use vestibule::crypto::ring::MasterKey;
use vestibule::flows::backup;
use vestibule::storage::{BackupError, Database};

use super::app::TestApp;
use super::database::{self, Place};
use super::node::Node;

/// Another installation, filled from a backup. Its database goes away with it.
pub(crate) struct Restored {
    /// Its only node.
    pub(crate) node: Node,
    _place: Place,
}

impl TestApp {
    /// A backup of everything.
    pub(crate) async fn backup(&self) -> Vec<u8> {
        let (deps, master_key) = (self.deps(), self.master_key());
        let taken =
            backup::take(deps.storage.database(), &master_key, Vec::new(), deps.clock.as_ref(), deps.random.as_ref());
        taken.await.unwrap().0
    }

    /// Fills `database` from a backup, under `master_key`.
    pub(crate) async fn restore_into(
        &self,
        database: &Database,
        master_key: &MasterKey,
        backup: &[u8],
    ) -> Result<u64, BackupError> {
        let deps = self.deps();
        backup::restore(database, master_key, backup, deps.clock.as_ref(), deps.random.as_ref()).await
    }

    /// A new installation from a backup, with the same master key, clock and public URL.
    pub(crate) async fn restored(&self, backup: &[u8]) -> Restored {
        let (database, place) = database::empty().await;
        self.restore_into(&database, &self.master_key(), backup).await.unwrap();
        Restored { node: self.node_over(database).await, _place: place }
    }
}
