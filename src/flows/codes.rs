//! One-time codes: issued with the message that carries them, guessed at only within the limits, used once.

use uuid::Uuid;

use crate::crypto::one_time_code::{self, CodeBinding};
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::pool::{Contact, Pool};
use crate::domain::user::{User, UserId};
use crate::flows::earliest::as_for_every_name;
use crate::flows::{Deps, Error, messages};
use crate::limits::Limit;
use crate::messaging::Message;
use crate::storage::{StoredCode, Tx};

/// Wrong guesses that burn a code (case 143).
const MOST_GUESSES: i32 = 5;

/// For how long a guess at nobody's code is kept, in seconds.
const DAY_SECS: i64 = 24 * 3600;

/// Seconds after which a code's mail that could not be delivered is given up. Longer than the code: a late delivery
/// brings a new one ([`reissue`]). A text message is given up with its code: nobody pays for one that nobody waits for.
const MAIL_SECS: i64 = 3 * 24 * 3600;

/// Why a code was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefused {
    /// Wrong, burned, or there is none.
    Mismatch,
    /// It was right once.
    Expired,
    /// Too many guesses for now.
    TooManyAttempts,
}

impl CodeRefused {
    /// What `client` hears of it. Where nobody must learn who has an account, a wrong code and one that was never sent,
    /// is burned or is over are one answer (case 128).
    pub(crate) fn told_to(self, client: &Client) -> Self {
        match self {
            Self::Expired if client.settings.hides_users() => Self::Mismatch,
            Self::Mismatch | Self::Expired | Self::TooManyAttempts => self,
        }
    }
}

/// A guess at a code.
pub(crate) struct Guess<'a> {
    /// The pool.
    pub(crate) pool: &'a Pool,
    /// The client that brings it.
    pub(crate) client: &'a Client,
    /// The bucket of the person, or of the name where there is nobody.
    pub(crate) bucket: &'a str,
    /// Whose code it may be; `None` where there is nobody of that name, or nobody who could have such a code.
    pub(crate) user: Option<&'a User>,
    /// What the code is for.
    pub(crate) kind: CodeKind,
    /// The code.
    pub(crate) presented: &'a str,
}

/// A code that was presented and is right; it is used up by [`consume`] in the transaction of its effect.
#[derive(Debug)]
pub(crate) struct RightCode<'a> {
    stored: StoredCode,
    /// Whose it is.
    pub(crate) user: &'a User,
}

impl RightCode<'_> {
    /// The address that it proves, where that is not the user's yet.
    pub(crate) fn address(&self) -> Option<&str> {
        self.stored.address.as_deref()
    }

    /// The contact that it was sent to, and proves.
    pub(crate) fn contact(&self) -> Contact {
        contact_of(&self.stored)
    }
}

/// The address to which a live code of `kind` is on its way, where that is not the user's yet.
pub(crate) async fn pending_address(
    deps: &Deps,
    pool: &Pool,
    user: UserId,
    kind: CodeKind,
) -> Result<Option<String>, Error> {
    let stored = deps.storage.read().codes().find(&pool.id, user, kind).await?;
    let live = stored.filter(|code| code.consumed_at.is_none() && deps.now() < code.expires_at);
    Ok(live.and_then(|code| code.address))
}

fn binding(kind: CodeKind, pool: &Pool, user: UserId, contact: Contact) -> CodeBinding<'_> {
    CodeBinding { kind, pool: &pool.id, user, attribute: contact.attribute() }
}

fn contact_of(stored: &StoredCode) -> Contact {
    Contact::of_attribute(&stored.attribute).unwrap_or(Contact::Email)
}

/// What a code is for, and where it goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sent<'a> {
    /// The kind.
    pub(crate) kind: CodeKind,
    /// Where it goes.
    pub(crate) to: Destination<'a>,
    /// Whether that becomes the user's when the code comes back, and is not yet.
    pub(crate) is_pending: bool,
    /// The language of the page at which it was asked for; empty where it was asked for elsewhere.
    pub(crate) language: &'a str,
}

/// A message that waited too long.
#[derive(Clone, Copy, Debug)]
pub struct Late<'a> {
    /// Its id in the outbox.
    pub mail: Uuid,
    /// The language it was to be written in.
    pub language: &'a str,
    /// The code that it carries.
    pub code: &'a str,
    /// When it would be given up, and so is what comes in its place.
    pub until: Micros,
}

/// Makes a new code for `user` in the running transaction and queues its message. An earlier code of the kind stops
/// working.
pub(crate) async fn issue(deps: &Deps, tx: &Tx, pool: &Pool, user: &User, sent: Sent<'_>) -> Result<Delivery, Error> {
    let secs = match sent.to.contact {
        Contact::Email => MAIL_SECS,
        Contact::PhoneNumber => sent.kind.lifetime_secs(),
    };
    put(deps, tx, pool, user, sent, deps.now().plus_secs(secs)).await
}

/// The same with a message that is given up at `until`.
async fn put(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    user: &User,
    Sent { kind, to, is_pending, language }: Sent<'_>,
    until: Micros,
) -> Result<Delivery, Error> {
    let now = deps.now();
    let code = one_time_code::generate(deps.random.as_ref());
    let stored = StoredCode {
        pool: pool.id.clone(),
        user: user.id,
        kind,
        code_hash: one_time_code::hash(&deps.ring, &binding(kind, pool, user.id, to.contact), &code),
        attribute: to.contact.attribute().to_owned(),
        attempts: 0,
        created_at: now,
        expires_at: now.plus_secs(kind.lifetime_secs()),
        consumed_at: None,
        address: is_pending.then(|| to.address.to_owned()),
    };
    tx.codes().put(&stored).await?;
    let message = Message::code(kind, user.id, messages::shown_name(pool, user), &code);
    messages::enqueue(deps, tx, pool, messages::Recipient::of(user, to, language), message, until).await?;
    Ok(Delivery::to(to))
}

/// Does for nobody what [`issue`] does for somebody: as many statements, as many rows, as much to seal, and no mail. So
/// the time that it takes does not tell who has an account (case 131). `bucket` is that of the name.
pub(crate) async fn issue_to_nobody(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    bucket: &str,
    kind: CodeKind,
) -> Result<(), Error> {
    let code = one_time_code::generate(deps.random.as_ref());
    let nobody = UserId(Uuid::nil());
    let _hash = one_time_code::hash(&deps.ring, &binding(kind, pool, nobody, Contact::Email), &code);
    let now = deps.now();
    tx.attempts().note(&of_nobody(bucket, kind), now, now.plus_secs(kind.lifetime_secs())).await?;
    messages::enqueue_to_nobody(deps, tx, pool, Message::code(kind, nobody, nobody.to_string(), &code)).await
}

/// The row that stands for the code of somebody who has none.
fn of_nobody(bucket: &str, kind: CodeKind) -> String {
    format!("no_{}:{bucket}", kind.as_str())
}

/// Makes a new code in the place of one whose mail waited too long (F12), if it is still wanted; that mail is
/// done with either way. Where a newer mail has brought another code since, that one stays.
pub async fn reissue(deps: &Deps, pool: &Pool, user: UserId, kind: CodeKind, late: Late<'_>) -> Result<(), Error> {
    let is_its = |stored: &StoredCode| {
        let binding = binding(kind, pool, user, contact_of(stored));
        stored.consumed_at.is_none() && one_time_code::verify(&deps.ring, &binding, late.code, &stored.code_hash)
    };
    let write = async |tx: &Tx| -> Result<(), Error> {
        let stored = tx.codes().find(&pool.id, user, kind).await?.filter(is_its);
        let user = tx.users().find(&pool.id, user).await?.filter(|user| user.enabled);
        if let (Some(stored), Some(user)) = (stored, user) {
            let contact = contact_of(&stored);
            let pending = stored.address.as_deref().map(|address| Destination { contact, address });
            if let Some(to) = pending.or_else(|| user.reached_by(contact)) {
                let sent = Sent { kind, to, is_pending: pending.is_some(), language: late.language };
                put(deps, tx, pool, &user, sent, late.until).await?;
            }
        }
        Ok(tx.outbox().delivered(late.mail, deps.now()).await?)
    };
    deps.storage.unit(write).await
}

/// Whether the guess is the live code. It is reserved, committed, before it is compared; five burn the code, and a new
/// code does not bring back guesses (50 a day for all codes of a person). Guesses at nobody's code are counted and
/// answered the same, so that no number of them tells whether there is somebody.
pub(crate) async fn check<'a>(deps: &Deps, guess: Guess<'a>) -> Result<Result<RightCode<'a>, CodeRefused>, Error> {
    let client = guess.client;
    Ok(as_for_every_name(compare(deps, guess)).await?.map_err(|refused| refused.told_to(client)))
}

async fn compare<'a>(deps: &Deps, guess: Guess<'a>) -> Result<Result<RightCode<'a>, CodeRefused>, Error> {
    let Guess { pool, bucket, user, kind, presented, .. } = guess;
    let now = deps.now();
    if deps.limiter.reserve(Limit::CodeGuesses, bucket, now).await?.is_err() {
        return Ok(Err(CodeRefused::TooManyAttempts));
    }
    let whose = user.map_or(UserId(Uuid::nil()), |user| user.id);
    let stored = deps.storage.read().codes().find(&pool.id, whose, kind).await?;
    let open =
        stored.filter(|code| code.consumed_at.is_none() && now < code.expires_at && code.attempts < MOST_GUESSES);
    let (Some(user), Some(stored)) = (user, open) else {
        // A row is written for nobody's code too, as for somebody's (case 131).
        let note = async |tx: &Tx| tx.attempts().note(&of_nobody(bucket, kind), now, now.plus_secs(DAY_SECS)).await;
        deps.storage.unit(note).await?;
        return Ok(Err(CodeRefused::Expired));
    };
    let reserve =
        async |tx: &Tx| tx.codes().reserve_attempt(&pool.id, user.id, kind, &stored.code_hash, MOST_GUESSES, now).await;
    if !deps.storage.unit(reserve).await? {
        return Ok(Err(CodeRefused::Expired));
    }
    let binding = binding(kind, pool, user.id, contact_of(&stored));
    let is_right = one_time_code::verify(&deps.ring, &binding, presented.trim(), &stored.code_hash);
    Ok(if is_right { Ok(RightCode { stored, user }) } else { Err(CodeRefused::Mismatch) })
}

/// Uses up a right code: `false` when somebody else did so first.
pub(crate) async fn consume(deps: &Deps, tx: &Tx, code: &RightCode<'_>) -> Result<bool, Error> {
    let stored = &code.stored;
    Ok(tx.codes().consume(&stored.pool, stored.user, stored.kind, &stored.code_hash, deps.now()).await?)
}
