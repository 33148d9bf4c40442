//! Delivers the messages that flows queued in the transaction of their cause. At least once, under a stable id; a
//! server that does not answer is tried again with growing pauses, one that refuses for good parks the message.
//!
//! Many messages are under way at a time, but only a few to the same domain, and some to the SMS gateway: who answers
//! slowly, or not at all, delays nobody else.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tracing::{error, info, warn};

use crate::domain::clock::Micros;
use crate::domain::pool::{Contact, Pool};
use crate::domain::random;
use crate::fail_points::fail_point;
use crate::flows::{Deps, Error, codes};
use crate::messaging::{Composer, Queued, SendError};
use crate::meters::{self, MessageEnd};
use crate::storage::{Alone, OutboxMessage, Tx};

use super::Senders;

/// Seconds for which a claimed message is this worker's.
const LEASE_SECS: i64 = 120;
/// Messages claimed at a time.
const BATCH: u64 = 20;
/// How often the outbox is looked at.
const TICK: Duration = Duration::from_millis(500);
/// Messages under way at a time, beyond which no more are claimed.
const MOST_UNDER_WAY: usize = 40;
/// Messages under way to one domain; more wait for [`LANE_PAUSE_SECS`].
const MOST_TO_DOMAIN: usize = 4;
/// The lane of all text messages: one gateway takes them.
const GATEWAY: &str = "sms";
/// Messages under way to the gateway.
const MOST_TO_GATEWAY: usize = 20;
/// Seconds for which a message waits whose lane has enough under way.
const LANE_PAUSE_SECS: i64 = 3;
/// Longest time for one message: well below its lease, so that no other worker sends it meanwhile.
const LONGEST_SEND: Duration = Duration::from_mins(1);
/// Time that messages under way are given when the worker stops. What is cut off is sent again when its lease is over.
const LAST_WAIT: Duration = Duration::from_secs(10);
/// First pause after a failure, in seconds; it doubles up to [`LONGEST_PAUSE_SECS`].
const FIRST_PAUSE_SECS: i64 = 5;
/// Longest pause, in seconds.
const LONGEST_PAUSE_SECS: i64 = 900;

/// Delivers until `stop` says so, and then finishes what is under way.
pub(super) async fn run(deps: &Deps, senders: &Senders, composer: &Composer, mut stop: watch::Receiver<bool>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut under_way = FuturesUnordered::new();
    let mut lanes = Lanes::default();
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            Some(domain) = under_way.next(), if !under_way.is_empty() => lanes.leave(String::as_str(&domain)),
            _ = stop.changed() => break,
        }
        let mut claimed = BATCH;
        while claimed == BATCH && under_way.len() < MOST_UNDER_WAY {
            let messages = beside(&mut under_way, &mut lanes, claim(deps)).await;
            let messages = log(messages).unwrap_or_default();
            claimed = messages.len() as u64;
            for message in messages {
                let Some(domain) = lanes.enter(&message.recipient) else {
                    let at = deps.now().plus_secs(LANE_PAUSE_SECS);
                    let why = "others in its lane are under way";
                    let put_off = put_off(deps, &message, message.attempts, at, why);
                    log(beside(&mut under_way, &mut lanes, put_off).await);
                    continue;
                };
                under_way.push(async move {
                    log(deliver(deps, senders, composer, &message).await);
                    domain
                });
            }
        }
    }
    let rest = async { while under_way.next().await.is_some() {} };
    if timeout(LAST_WAIT, rest).await.is_err() {
        warn!("messages under way were cut off; they will be sent again");
    }
}

/// Does `work` while the messages under way go on. One of them may be inside its unit of work and hold the one connection
/// that writes to SQLite: if it were not polled, `work` would wait for it, and everybody else too.
async fn beside<T>(
    under_way: &mut FuturesUnordered<impl Future<Output = String>>,
    lanes: &mut Lanes,
    work: impl Future<Output = T>,
) -> T {
    let mut work = pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            Some(domain) = under_way.next(), if !under_way.is_empty() => lanes.leave(&domain),
        }
    }
}

/// How many messages are under way to each domain, and to the gateway.
#[derive(Debug, Default)]
struct Lanes(BTreeMap<String, usize>);

impl Lanes {
    /// One more in the lane of `recipient`, if it has not enough already: its domain, or the gateway's for a number.
    fn enter(&mut self, recipient: &str) -> Option<String> {
        let (lane, most) = match recipient.rsplit_once('@') {
            Some((_, domain)) => (domain.to_lowercase(), MOST_TO_DOMAIN),
            None => (GATEWAY.to_owned(), MOST_TO_GATEWAY),
        };
        let count = self.0.entry(lane.clone()).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(lane)
    }

    /// One less.
    fn leave(&mut self, domain: &str) {
        if let Some(count) = self.0.get_mut(domain) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(domain);
            }
        }
    }
}

/// Takes what is due.
async fn claim(deps: &Deps) -> Result<Vec<OutboxMessage>, Error> {
    let now = deps.now();
    if deps.storage.read().outbox().pending().await? == 0 {
        return Ok(Vec::new());
    }
    let claimed = deps.storage.unit(async |tx: &Tx| tx.outbox().claim(now, LEASE_SECS, BATCH).await).await?;
    fail_point!("mail.claimed");
    Ok(claimed)
}

fn log<T>(done: Result<T, Error>) -> Option<T> {
    done.inspect_err(
        |error| error!(error = %error, source = ?error, "a message could not be handled and will be again"),
    )
    .ok()
}

/// Delivers what is due, one after the other; answers how many messages were looked at.
pub(super) async fn deliver_due(deps: &Deps, senders: &Senders, composer: &Composer) -> Result<usize, Error> {
    let claimed = claim(deps).await?;
    for message in &claimed {
        deliver(deps, senders, composer, message).await?;
    }
    Ok(claimed.len())
}

async fn deliver(deps: &Deps, senders: &Senders, composer: &Composer, row: &OutboxMessage) -> Result<(), Error> {
    let Some(pool) = deps.directory.pool(&row.pool).await? else { return park(deps, row, "its pool is gone").await };
    let Ok(queued) = serde_json::from_slice::<Queued>(&row.payload) else {
        return park(deps, row, "its payload cannot be read").await;
    };
    if let Some((user, kind, code)) = queued.message.carries() {
        // A code that waited for a quarter of its life is replaced, so that the person has time to use it (F12).
        let late = row.created_at.plus_secs(kind.lifetime_secs() / 4);
        if deps.now() >= late {
            let late = codes::Late { mail: row.id, language: &queued.language, code, until: row.expires_at };
            codes::reissue(deps, &pool, user, kind, late).await?;
            meters::message_ended(queued.contact, MessageEnd::Replaced);
            return Ok(());
        }
    }
    match send(deps, senders, composer, row, &queued, &pool).await? {
        Ok(()) => {
            fail_point!("mail.sent");
            // Before anything else: a node that ends between the server's word and this sends the message again (F13).
            let now = deps.now();
            deps.storage.alone(async |one: Alone<'_>| one.outbox().delivered(row.id, now).await).await?;
            fail_point!("mail.delivered");
            info!(message_id = %row.id, event = row.event, "message delivered");
            meters::message_ended(queued.contact, MessageEnd::Delivered);
            Ok(())
        }
        Err(SendError::Permanent(why)) => park(deps, row, &why).await,
        Err(SendError::Temporary(why)) => {
            let attempts = row.attempts + 1;
            let at = deps.now().plus_secs(pause_secs(deps, attempts));
            warn!(message_id = %row.id, event = row.event, attempts, why, "message not delivered yet");
            meters::message_ended(queued.contact, MessageEnd::Delayed);
            put_off(deps, row, attempts, at, &why).await
        }
    }
}

/// Composes the message and hands it to whoever delivers its kind.
async fn send(
    deps: &Deps,
    senders: &Senders,
    composer: &Composer,
    row: &OutboxMessage,
    queued: &Queued,
    pool: &Pool,
) -> Result<Result<(), SendError>, Error> {
    let words = deps.directory.words(&pool.id).await?;
    let uncomposed = || Ok(Err(SendError::Permanent("it cannot be composed".to_owned())));
    let (id, now) = (row.id.to_string(), deps.now());
    let sent = match queued.contact {
        Contact::Email => {
            let Ok(mail) = composer.compose(queued, pool, &words) else { return uncomposed() };
            timeout(LONGEST_SEND, senders.mail.send(&row.recipient, mail, &id, now)).await
        }
        Contact::PhoneNumber => {
            let Ok(Some(text)) = composer.compose_text(queued, pool, &words) else { return uncomposed() };
            meters::sms_parts(text.segments());
            timeout(LONGEST_SEND, senders.sms.send(&row.recipient, text, &id, now)).await
        }
    };
    Ok(sent.unwrap_or_else(|_| Err(SendError::Temporary("its server took too long".to_owned()))))
}

async fn put_off(deps: &Deps, row: &OutboxMessage, attempts: i32, at: Micros, why: &str) -> Result<(), Error> {
    Ok(deps.storage.alone(async |one: Alone<'_>| one.outbox().retry_at(row.id, attempts, at, why).await).await?)
}

async fn park(deps: &Deps, row: &OutboxMessage, why: &str) -> Result<(), Error> {
    warn!(message_id = %row.id, event = row.event, why, "message given up");
    let contact = if row.recipient.contains('@') { Contact::Email } else { Contact::PhoneNumber };
    meters::message_ended(contact, MessageEnd::GivenUp);
    Ok(deps.storage.alone(async |one: Alone<'_>| one.outbox().park(row.id, why).await).await?)
}

/// The pause after the n-th failure, with up to a quarter more so that messages do not march in step.
fn pause_secs(deps: &Deps, attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts - 1).unwrap_or(0).min(20);
    let pause = (FIRST_PAUSE_SECS << doublings).min(LONGEST_PAUSE_SECS);
    let [jitter] = random::bytes::<1>(deps.random.as_ref());
    pause + pause * i64::from(jitter) / 1024
}

#[cfg(test)]
mod tests {
    use super::{Lanes, MOST_TO_DOMAIN, MOST_TO_GATEWAY};

    /// F13.
    #[test]
    fn a_slow_domain_takes_no_more_than_its_lane() {
        let mut lanes = Lanes::default();
        for _ in 0..MOST_TO_DOMAIN {
            assert_eq!(lanes.enter("someone@Slow.test").as_deref(), Some("slow.test"));
        }
        assert_eq!(lanes.enter("another@slow.test"), None);
        assert_eq!(lanes.enter("someone@fast.test").as_deref(), Some("fast.test"));
        lanes.leave("slow.test");
        assert!(lanes.enter("another@slow.test").is_some());
        lanes.leave("fast.test");
        assert!(!lanes.0.contains_key("fast.test"));
    }

    #[test]
    fn all_numbers_share_the_gateways_lane() {
        let mut lanes = Lanes::default();
        for n in 0..MOST_TO_GATEWAY {
            assert_eq!(lanes.enter(&format!("+4915112345{n:03}")).as_deref(), Some("sms"));
        }
        assert_eq!(lanes.enter("+4915112345999"), None);
        assert!(lanes.enter("someone@fast.test").is_some());
    }
}
