//! Rotates the signing keys of pools that set a number of days for it, as an admin would.

use tracing::info;

use crate::flows::manage::pools;
use crate::flows::manage::signing_keys::{self, Rotation, RotationOutcome};
use crate::flows::{Deps, Error};

/// Pools looked at in one query.
const PAGE: u64 = 100;

/// Rotates for the first pool whose keys are old enough; answers how many were rotated.
pub(super) async fn rotate_one(deps: &Deps) -> Result<u64, Error> {
    let mut after: Option<String> = None;
    loop {
        let page = pools::list(deps, after.as_deref(), PAGE).await?;
        for pool in &page {
            if !signing_keys::is_due(deps, pool).await? {
                continue;
            }
            if let RotationOutcome::Done(_) = signing_keys::rotate(deps, &pool.id, Rotation::Announced).await? {
                info!(pool = %pool.id, "signing keys rotated");
                return Ok(1);
            }
        }
        match page.last() {
            Some(last) => after = Some(last.id.to_string()),
            None => return Ok(0),
        }
    }
}
