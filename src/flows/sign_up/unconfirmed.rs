//! Sign-ups that nobody confirmed: who proves nothing holds no name for ever (case 243, lesson L12). Users whom an admin
//! made are of another status, and wait for as long as it takes.

use serde_json::json;

use crate::domain::event::{Event, EventName};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Deletes up to `batch` sign-ups that nobody confirmed in time; answers how many went.
pub async fn delete_unconfirmed(deps: &Deps, batch: u64) -> Result<u64, Error> {
    let days = i64::from(deps.limiter.budgets().unconfirmed_days);
    let before = deps.now().plus_secs(-days * 24 * 3600);
    if deps.storage.read().users().unconfirmed_before(before, 1).await?.is_empty() {
        return Ok(0);
    }
    let write = async |tx: &Tx| -> Result<u64, Error> {
        let mut gone = 0;
        for (pool, user) in tx.users().unconfirmed_before(before, batch).await? {
            // Who confirms at this moment stays.
            if tx.users().remove_unconfirmed(&pool, user).await? {
                let deleted = events::of_pool(deps, EventName::UserDeleted, &pool, json!({ "because": "unconfirmed" }));
                tx.events().add(&Event { user: Some(user), ..deleted }).await?;
                gone += 1;
            }
        }
        Ok(gone)
    };
    deps.storage.unit(write).await
}
