//! Delivers the mail that flows queued in the transaction of its cause. At least once, with a stable Message-ID; a
//! server that does not answer is tried again with growing pauses, one that refuses for good parks the message.

use tracing::{info, warn};

use crate::domain::random;
use crate::flows::{Deps, Error, codes};
use crate::messaging::{Composer, Queued, SendError, Sender};
use crate::storage::{OutboxMessage, Tx};

/// Seconds for which a claimed message is this worker's.
const LEASE_SECS: i64 = 120;
/// Messages claimed at a time.
const BATCH: u64 = 20;
/// First pause after a failure, in seconds; it doubles up to [`LONGEST_PAUSE_SECS`].
const FIRST_PAUSE_SECS: i64 = 5;
/// Longest pause, in seconds.
const LONGEST_PAUSE_SECS: i64 = 900;

/// Delivers what is due; answers how many messages were looked at.
pub(super) async fn deliver_due(deps: &Deps, sender: &Sender, composer: &Composer) -> Result<usize, Error> {
    let now = deps.now();
    if deps.storage.read().outbox().pending().await? == 0 {
        return Ok(0);
    }
    let claimed = deps.storage.unit(async |tx: &Tx| tx.outbox().claim(now, LEASE_SECS, BATCH).await).await?;
    for message in &claimed {
        deliver(deps, sender, composer, message).await?;
    }
    Ok(claimed.len())
}

async fn deliver(deps: &Deps, sender: &Sender, composer: &Composer, row: &OutboxMessage) -> Result<(), Error> {
    let Some(pool) = deps.directory.pool(&row.pool).await? else { return park(deps, row, "its pool is gone").await };
    let Ok(queued) = serde_json::from_slice::<Queued>(&row.payload) else {
        return park(deps, row, "its payload cannot be read").await;
    };
    if let Some((user, kind)) = queued.message.carries() {
        // A code that waited for a quarter of its life is replaced, so that the person has time to use it (F12).
        let late = row.created_at.plus_secs(kind.lifetime_secs() / 4);
        if deps.now() >= late {
            return codes::reissue(deps, &pool, user, kind, codes::Late { mail: row.id, language: &queued.language })
                .await;
        }
    }
    let words = deps.directory.words(&pool.id).await?;
    let Ok(mail) = composer.compose(&queued, &pool, &words) else {
        return park(deps, row, "it cannot be composed").await;
    };
    match sender.send(&row.recipient, mail, &row.id.to_string(), deps.now()).await {
        Ok(()) => {
            info!(message_id = %row.id, event = row.event, "mail delivered");
            let now = deps.now();
            Ok(deps.storage.unit(async |tx: &Tx| tx.outbox().delivered(row.id, now).await).await?)
        }
        Err(SendError::Permanent(why)) => park(deps, row, &why).await,
        Err(SendError::Temporary(why)) => {
            let attempts = row.attempts + 1;
            let at = deps.now().plus_secs(pause_secs(deps, attempts));
            warn!(message_id = %row.id, event = row.event, attempts, why, "mail not delivered yet");
            Ok(deps.storage.unit(async |tx: &Tx| tx.outbox().retry_at(row.id, attempts, at, &why).await).await?)
        }
    }
}

async fn park(deps: &Deps, row: &OutboxMessage, why: &str) -> Result<(), Error> {
    warn!(message_id = %row.id, event = row.event, why, "mail given up");
    Ok(deps.storage.unit(async |tx: &Tx| tx.outbox().park(row.id, why).await).await?)
}

/// The pause after the n-th failure, with up to a quarter more so that messages do not march in step.
fn pause_secs(deps: &Deps, attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let pause = (FIRST_PAUSE_SECS << doublings).min(LONGEST_PAUSE_SECS);
    let [jitter] = random::bytes::<1>(deps.random.as_ref());
    pause + pause * i64::from(jitter) / 1024
}
