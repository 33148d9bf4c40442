//! How much mail may be set off: by whom it is asked for, to which mailbox, and of which pool (case 145).
//!
//! Reserved before anything is written, for all nodes. A notice of what its receiver did themselves (a changed password) is
//! not held back: it is as frequent as what it tells of, and that has limits of its own.

use serde_json::json;

use crate::crypto::ring::MacPurpose;
use crate::domain::event::EventName;
use crate::domain::identifier::{fold, is_email};
use crate::domain::pool::Pool;
use crate::domain::user::User;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, events};
use crate::limits::{Ask, Limit};

/// Whether a code is sent to somebody who asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Asked {
    /// It is.
    Send,
    /// It is not, because its mailbox has had enough, but who asked must not learn that: it would tell which name has
    /// which mailbox.
    SendNothing,
    /// It is not: that name was asked for often enough, or the pool has sent enough.
    Refused,
}

/// Reserves one more code for a person. Unknown names are counted like known ones.
pub(crate) async fn may_ask(deps: &Deps, pool: &Pool, user: Option<&User>, folded: &str) -> Result<Asked, Error> {
    let person = person_bucket(deps, pool, user, folded);
    let mailbox = user.map_or_else(|| is_email(folded).then_some(folded), |user| user.attribute("email"));
    let exhausted = exhausted(deps, pool);
    // A name without a mailbox is given one of its own, and mails that count for nothing else: as many rows are written
    // for nobody as for somebody (case 131).
    let (of_pool, mailbox) = match mailbox {
        Some(address) => (pool_bucket(deps, pool), mailbox_bucket(deps, pool, address)),
        None => (format!("{person}:none"), format!("{person}:none")),
    };
    let ask = |limit, key| Ask { limit, key, at_last: None };
    let of_person = [ask(Limit::CodesAskedHourly, &person), ask(Limit::CodesAskedDaily, &person)];
    let all = [
        of_person[0],
        of_person[1],
        Ask { limit: Limit::PoolMailsDaily, key: &of_pool, at_last: Some(&exhausted) },
        ask(Limit::MailboxHourly, &mailbox),
        ask(Limit::MailboxDaily, &mailbox),
    ];
    match deps.limiter.reserve_all(&all, deps.now()).await? {
        Ok(()) => Ok(Asked::Send),
        Err((Limit::MailboxHourly | Limit::MailboxDaily, _)) => {
            // Counted all the same, so that asking on ends as it ends for every other name.
            let reserved = deps.limiter.reserve_all(&of_person, deps.now()).await?;
            Ok(if reserved.is_ok() { Asked::SendNothing } else { Asked::Refused })
        }
        Err(_) => Ok(Asked::Refused),
    }
}

/// Reserves one more code that is to be the second factor of `user`; `false`: not now. Who sets it off has proven the first
/// factor, so that no stranger uses this up, nor what strangers may set off the codes of a sign-in.
pub(crate) async fn reserve_of_sign_in(deps: &Deps, pool: &Pool, user: &User) -> Result<bool, Error> {
    let (person, of_pool) = (person_bucket(deps, pool, Some(user), ""), pool_bucket(deps, pool));
    let exhausted = exhausted(deps, pool);
    let asks = [
        Ask { limit: Limit::SignInCodesHourly, key: &person, at_last: None },
        Ask { limit: Limit::SignInCodesDaily, key: &person, at_last: None },
        Ask { limit: Limit::PoolMailsDaily, key: &of_pool, at_last: Some(&exhausted) },
    ];
    Ok(deps.limiter.reserve_all(&asks, deps.now()).await?.is_ok())
}

/// Reserves one mail that an admin sets off: only the pool's budget counts.
pub(crate) async fn reserve_of_admin(deps: &Deps, pool: &Pool) -> Result<(), Error> {
    let (key, exhausted) = (pool_bucket(deps, pool), exhausted(deps, pool));
    let ask = Ask { limit: Limit::PoolMailsDaily, key: &key, at_last: Some(&exhausted) };
    match deps.limiter.reserve_all(&[ask], deps.now()).await? {
        Ok(()) => Ok(()),
        Err((_, refused)) => {
            let micros = refused.retry_at.map_or(0, |at| at.since(deps.now()));
            let retry_after_secs = u64::try_from(micros).unwrap_or(0).div_ceil(1_000_000).max(1);
            Err(Error::TooMany { retry_after_secs })
        }
    }
}

/// The event of a pool that has sent all that it may.
fn exhausted(deps: &Deps, pool: &Pool) -> crate::domain::event::Event {
    events::of_pool(deps, EventName::MailBudgetExhausted, &pool.id, json!({}))
}

fn pool_bucket(deps: &Deps, pool: &Pool) -> String {
    deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"mail"])
}

/// One bucket for a mailbox, whichever accounts name it, however its address is cased and whatever tag it has: mail to
/// `ada+1@` and `ada+2@` lands in the mailbox of `ada@` (case 224). Only counting is so broad: to sign-in and mail every
/// address is what was typed.
fn mailbox_bucket(deps: &Deps, pool: &Pool, address: &str) -> String {
    let folded = fold(address, false);
    let (local, domain) = folded.rsplit_once('@').unwrap_or((&folded, ""));
    let base = local.split_once('+').map_or(local, |(base, _)| base);
    let address = format!("{base}@{domain}");
    deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"mailbox", address.as_bytes()])
}
