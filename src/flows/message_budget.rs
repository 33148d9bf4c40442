//! How many messages may be set off: by whom they are asked for, to which mailbox or number, and of which pool (case 145,
//! lesson L8).
//!
//! Reserved before anything is written, for all nodes. A notice of what its receiver did themselves (a changed password) is
//! not held back: it is as frequent as what it tells of, and that has limits of its own.
//!
//! A text message costs its sender money, and whoever owns the number may earn a part of it. So there the block of ten
//! thousand numbers counts, the country, and the address that asks, besides the number and the pool.

use serde_json::json;

use crate::crypto::ring::MacPurpose;
use crate::domain::code::Destination;
use crate::domain::dialling::{block, calling_code};
use crate::domain::event::{Event, EventName};
use crate::domain::identifier::fold;
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::User;
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, Undeliverable, admission, events};
use crate::limits::{Ask, Limit};

/// Whether a code is sent to somebody who asks for one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Asked {
    /// It is.
    Send,
    /// It is not, because its mailbox or number has had enough, but who asked must not learn that: it would tell which
    /// name has which.
    SendNothing,
    /// It is not, because nothing can be sent there. The same holds for who asked.
    Undeliverable(Undeliverable),
    /// It is not: that name was asked for often enough, or its asker asked for enough.
    Refused,
}

/// One thing that is counted.
struct Row {
    limit: Limit,
    key: String,
    at_last: Option<Event>,
}

/// Rows that count for nothing are written for whoever has no mailbox, or no number, so that as much is written for
/// nobody as for somebody (case 131): of a mail three, of a text message five.
const ROWS_OF_MAIL: usize = 3;
const ROWS_OF_SMS: usize = 5;

/// Reserves one more code for a person, which goes `to` somewhere; `None`: nowhere, as far as is known. Unknown names are
/// counted like known ones.
pub(crate) async fn may_ask(
    deps: &Deps,
    pool: &Pool,
    user: Option<&User>,
    folded: &str,
    to: Option<Destination<'_>>,
) -> Result<Asked, Error> {
    let person = person_bucket(deps, pool, user, folded);
    let obstacle = to.and_then(|to| deps.sms.obstacle(pool, to));
    let to = to.filter(|_| obstacle.is_none());
    let of_person = rows_of_person(&person);
    let texts = pool.settings.sends_sms() || to.is_some_and(|to| to.contact == Contact::PhoneNumber);
    let mut rows = rows_of_person(&person);
    if texts && let Some(source) = admission::source(deps) {
        let key =
            deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"sms", source.as_bytes()]);
        rows.push(Row { limit: Limit::SmsAddressHourly, key, at_last: None });
    }
    match to {
        Some(to) if to.contact == Contact::PhoneNumber => {
            rows.extend(rows_of_number(deps, pool, to.address));
            rows.extend(idle(&person, "mail", ROWS_OF_MAIL));
        }
        to => {
            let mailbox = to.map(|to| rows_of_mailbox(deps, pool, to.address));
            rows.extend(mailbox.unwrap_or_else(|| idle(&person, "mail", ROWS_OF_MAIL)));
            rows.extend(idle(&person, "sms", if texts { ROWS_OF_SMS } else { 0 }));
        }
    }
    match reserve(deps, &rows).await? {
        Ok(()) => Ok(obstacle.map_or(Asked::Send, Asked::Undeliverable)),
        Err(limit) if tells_of_receiver(limit) => {
            // Counted all the same, so that asking on ends as it ends for every other name.
            let reserved = reserve(deps, &of_person).await?;
            Ok(if reserved.is_ok() { Asked::SendNothing } else { Asked::Refused })
        }
        Err(_) => Ok(Asked::Refused),
    }
}

/// Reserves one more code that is to be the second factor of `user`; `false`: not now. Who sets it off has proven the first
/// factor, so that no stranger uses this up, nor what strangers may set off the codes of a sign-in: a number has a limit of
/// its own for these, and its block, which strangers can fill, does not count. What a pool and a country may cost is held to
/// all the same: whoever has accounts with numbers of his own proves their passwords too.
pub(crate) async fn reserve_of_sign_in(
    deps: &Deps,
    pool: &Pool,
    user: &User,
    to: Destination<'_>,
) -> Result<bool, Error> {
    let person = person_bucket(deps, pool, Some(user), "");
    let row = |limit| Row { limit, key: person.clone(), at_last: None };
    let mut rows = vec![row(Limit::SignInCodesHourly), row(Limit::SignInCodesDaily)];
    match to.contact {
        Contact::Email => rows.push(row_of_pool_mail(deps, pool)),
        Contact::PhoneNumber => rows.extend(rows_of_sign_in_number(deps, pool, to.address)),
    }
    Ok(reserve(deps, &rows).await?.is_ok())
}

/// Reserves one message that an admin sets off: only what the pool, and the country, may cost counts.
pub(crate) async fn reserve_of_admin(deps: &Deps, pool: &Pool, to: Destination<'_>) -> Result<(), Error> {
    let rows: Vec<Row> = match to.contact {
        Contact::Email => vec![row_of_pool_mail(deps, pool)],
        Contact::PhoneNumber => vec![row_of_country(deps, pool, to.address), row_of_pool_sms(deps, pool)],
    };
    let asks: Vec<Ask<'_>> = rows.iter().map(Row::ask).collect();
    match deps.limiter.reserve_all(&asks, deps.now()).await? {
        Ok(()) => Ok(()),
        Err((_, refused)) => {
            let micros = refused.retry_at.map_or(0, |at| at.since(deps.now()));
            let retry_after_secs = u64::try_from(micros).unwrap_or(0).div_ceil(1_000_000).max(1);
            Err(Error::TooMany { retry_after_secs })
        }
    }
}

impl Row {
    fn ask(&self) -> Ask<'_> {
        Ask { limit: self.limit, key: &self.key, at_last: self.at_last.as_ref() }
    }
}

async fn reserve(deps: &Deps, rows: &[Row]) -> Result<Result<(), Limit>, Error> {
    let asks: Vec<Ask<'_>> = rows.iter().map(Row::ask).collect();
    Ok(deps.limiter.reserve_all(&asks, deps.now()).await?.map_err(|(limit, _)| limit))
}

/// Whether a refusal under this limit tells something of the mailbox or the number behind a name. What the pool has left
/// does not for mail, which every name with an address counts for.
fn tells_of_receiver(limit: Limit) -> bool {
    matches!(
        limit,
        Limit::MailboxHourly
            | Limit::MailboxDaily
            | Limit::SmsNumberHourly
            | Limit::SmsNumberDaily
            | Limit::SmsBlockHourly
            | Limit::SmsCountryDaily
            | Limit::SmsPoolDaily
    )
}

fn rows_of_person(person: &str) -> Vec<Row> {
    let row = |limit| Row { limit, key: person.to_owned(), at_last: None };
    vec![row(Limit::CodesAskedHourly), row(Limit::CodesAskedDaily)]
}

/// So many rows that are as full as the person's own, which come first: they never refuse.
fn idle(person: &str, instead: &str, count: usize) -> Vec<Row> {
    let row = |n| Row { limit: Limit::CodesAskedHourly, key: format!("{person}:no_{instead}{n}"), at_last: None };
    (0..count).map(row).collect()
}

fn rows_of_mailbox(deps: &Deps, pool: &Pool, address: &str) -> Vec<Row> {
    let key = mailbox_bucket(deps, pool, address);
    let row = |limit| Row { limit, key: key.clone(), at_last: None };
    vec![row_of_pool_mail(deps, pool), row(Limit::MailboxHourly), row(Limit::MailboxDaily)]
}

fn rows_of_number(deps: &Deps, pool: &Pool, number: &str) -> Vec<Row> {
    let row = |limit, kind, value| row_of_digits(deps, pool, limit, (kind, value));
    vec![
        row(Limit::SmsNumberHourly, b"number", number),
        row(Limit::SmsNumberDaily, b"number", number),
        row(Limit::SmsBlockHourly, b"block", block(number)),
        row_of_country(deps, pool, number),
        row_of_pool_sms(deps, pool),
    ]
}

fn rows_of_sign_in_number(deps: &Deps, pool: &Pool, number: &str) -> Vec<Row> {
    let row = |limit| row_of_digits(deps, pool, limit, (b"number", number));
    vec![
        row(Limit::SmsSignInHourly),
        row(Limit::SmsSignInDaily),
        row_of_country(deps, pool, number),
        row_of_pool_sms(deps, pool),
    ]
}

fn row_of_digits(deps: &Deps, pool: &Pool, limit: Limit, (kind, digits): (&[u8], &str)) -> Row {
    let parts = [pool.id.as_str().as_bytes(), kind, digits.as_bytes()];
    Row { limit, key: deps.ring.keyed_hash(MacPurpose::AttemptBucket, &parts), at_last: None }
}

fn row_of_pool_mail(deps: &Deps, pool: &Pool) -> Row {
    let key = deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"mail"]);
    let at_last = Some(events::of_pool(deps, EventName::MailBudgetExhausted, &pool.id, json!({})));
    Row { limit: Limit::PoolMailsDaily, key, at_last }
}

fn row_of_country(deps: &Deps, pool: &Pool, number: &str) -> Row {
    let (limit, country) = (Limit::SmsCountryDaily, calling_code(number));
    let parts = [pool.id.as_str().as_bytes(), b"country", country.as_bytes()];
    let detail = json!({ "limit": limit.as_str(), "country": country });
    let at_last = Some(events::of_pool(deps, EventName::SmsBudgetExhausted, &pool.id, detail));
    Row { limit, key: deps.ring.keyed_hash(MacPurpose::AttemptBucket, &parts), at_last }
}

fn row_of_pool_sms(deps: &Deps, pool: &Pool) -> Row {
    let limit = Limit::SmsPoolDaily;
    let key = deps.ring.keyed_hash(MacPurpose::AttemptBucket, &[pool.id.as_str().as_bytes(), b"sms"]);
    let detail = json!({ "limit": limit.as_str() });
    Row { limit, key, at_last: Some(events::of_pool(deps, EventName::SmsBudgetExhausted, &pool.id, detail)) }
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
