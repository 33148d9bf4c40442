//! Deletes sign-ups that nobody confirmed, in small batches.

use crate::flows::{Deps, Error, sign_up};

/// Users deleted in one transaction.
const BATCH: u64 = 100;

/// Deletes one batch; answers how many went.
pub(super) async fn delete_some(deps: &Deps) -> Result<u64, Error> {
    sign_up::delete_unconfirmed(deps, BATCH).await
}
