//! The installation as a whole: what is stored, and who cannot sign in.

use super::Finding;
use crate::flows::{Deps, Error};

const NOWHERE: &str = "-";

/// Rows without their parents, sealed cells that do not open, users without a password.
pub(super) async fn examine(deps: &Deps) -> Result<Vec<Finding>, Error> {
    let integrity = deps.storage.read().integrity();
    let mut findings = Vec::new();
    for orphans in integrity.orphans().await? {
        let message = format!("{} rows belong to nothing in {}", orphans.rows, orphans.parent);
        findings.push(Finding::error("orphans", &orphans.table, message));
    }
    for (table, row) in integrity.unopened().await? {
        let message = "a sealed value does not open: it was changed, or its ring key is gone; restore a backup";
        findings.push(Finding::error("sealed", &format!("{table}/{row}"), message));
    }
    let without = integrity.users_without_credential().await?;
    if without > 0 {
        let message =
            format!("{without} users have no password and cannot sign in before a recovery or an admin gives them one");
        findings.push(Finding::warning("users_without_credential", &NOWHERE, message));
    }
    Ok(findings)
}
