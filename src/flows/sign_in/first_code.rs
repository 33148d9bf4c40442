//! A code that is sent as the first factor, and the link beside it in a mail.
//!
//! It is asked for under any name and costs the same for every name: the same rows are written, sealed and counted for
//! nobody as for somebody, and the answer is derived from the typed name alone (cases 128 and 131). It is sent to the proven
//! address or number of a confirmed account only: a code that confirmed a sign-up would let in whoever had signed up with somebody
//! else's address and a password of their own.

use std::sync::Arc;

use uuid::Uuid;

use super::advance::{advance, binding_hash, challenge_secs, factors_of, policy_of};
use super::password::note_failure;
use super::pending::MOST_GUESSES;
use super::{Holder, Outcome, person_bucket};
use crate::crypto::bearer;
use crate::crypto::one_time_code::{self, SignInBinding};
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::code::{Channel, Delivery, Destination};
use crate::domain::identifier::fold;
use crate::domain::pool::Pool;
use crate::domain::random::uuid_v7;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::sign_in::{Acr, Proof, SignIn, Step, next_step};
use crate::domain::user::{User, UserId, UserStatus};
use crate::flows::earliest::as_for_every_name;
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::risk::Clues;
use crate::flows::sign_up::{simulated, typed_destination};
use crate::flows::{Deps, Error, admission, messages};
use crate::limits::{Limit, Rate};
use crate::messaging::Message;
use crate::storage::{StoredFirstCode, Tx};

/// Who asks for a code.
#[derive(Debug)]
pub struct AskFirstCode {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client it is for.
    pub client: Arc<Client>,
    /// What was typed as the name.
    pub username: String,
    /// The way on which it is to be sent.
    pub channel: Channel,
    /// Whose hands the sign-in is in.
    pub holder: Holder,
    /// The query of the page at which it is asked for, to which the link leads back; empty for the API.
    pub query: String,
}

/// How it ends.
#[derive(Debug)]
pub enum AskedFirstCode {
    /// Sent, or made to look so: the handle that the answer brings back, and where the code went.
    Sent(String, Delivery),
    /// The pool lets nobody in by a code.
    NotOffered,
    /// No such user, where the client tells.
    UserNotFound,
    /// Enough for now.
    LimitExceeded,
}

/// Sends a code that stands in for the password.
pub async fn ask_first_code(deps: &Deps, ask: AskFirstCode) -> Result<AskedFirstCode, Error> {
    if !ask.pool.settings.offered_first().contains(&ask.channel.factor()) {
        return Ok(AskedFirstCode::NotOffered);
    }
    admission::admit(deps, Rate::Codes, Some(&ask.pool.id))?.keep();
    as_for_every_name(send_if_known(deps, ask)).await
}

async fn send_if_known(deps: &Deps, ask: AskFirstCode) -> Result<AskedFirstCode, Error> {
    let AskFirstCode { pool, client, username, channel, holder, query } = ask;
    let contact = channel.contact();
    let folded = fold(&username, pool.settings.sign_in_names.case_sensitive);
    let found = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let to = match &found {
        Some(user) => user.reached_by(contact),
        None => typed_destination(&username, [contact]),
    };
    let asked = may_ask(deps, &pool, found.as_ref(), &folded, to).await?;
    if asked == Asked::Refused {
        return Ok(AskedFirstCode::LimitExceeded);
    }
    if found.is_none() && !client.settings.hides_users() {
        return Ok(AskedFirstCode::UserNotFound);
    }
    let bucket = person_bucket(deps, &pool, found.as_ref(), &folded);
    let whose = found.filter(|user| asked == Asked::Send && may_come_by_code(deps, &pool, (&client, channel), user));
    let handle = send(deps, (&pool, &client, channel), whose.as_ref(), (bucket, query), &holder).await?;
    Ok(AskedFirstCode::Sent(handle, simulated(contact, &username)))
}

/// Whether a code would let `user` in, alone or with what is asked after it.
fn may_come_by_code(deps: &Deps, pool: &Pool, (client, channel): (&Client, Channel), user: &User) -> bool {
    let now = deps.now();
    let proven = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, user.epoch), now)
        .with(Proof::Factor(channel.factor()), now);
    let is_let_in =
        !matches!(next_step(&policy_of(pool), &factors_of(pool, user, &proven, now), &proven), Step::Refused(_));
    user.enabled && user.status == UserStatus::Confirmed && user.has_verified(channel.contact()) && is_let_in
}

async fn send(
    deps: &Deps,
    (pool, client, channel): (&Pool, &Client, Channel),
    whose: Option<&User>,
    (bucket, query): (String, String),
    holder: &Holder,
) -> Result<String, Error> {
    let now = deps.now();
    let (id, random) = (uuid_v7(deps.random.as_ref(), now), deps.random.as_ref());
    let handle = bearer::mint(&deps.ring, MacPurpose::FirstCodeHandle, random);
    let link = bearer::mint(&deps.ring, MacPurpose::FirstCodeLink, random);
    let code = one_time_code::generate_long(random);
    let address = address_of(whose, channel);
    let lifetime_secs = challenge_secs(client, holder);
    let expires_at = now.plus_secs(lifetime_secs);
    let href = match (holder, channel) {
        (Holder::Api, _) | (_, Channel::Sms) => String::new(),
        // Alone in its address: the request is found by it, and no mailbox needs to know that.
        (Holder::Browser { .. }, Channel::Email) => {
            format!("{}/login/link?token={}", deps.urls.issuer(&pool.id), link.value.expose_secret())
        }
    };
    let row = StoredFirstCode {
        id,
        handle_hash: handle.hash,
        link_hash: link.hash,
        pool: pool.id.clone(),
        user: whose.map(|user| user.id),
        client: client.id.clone(),
        bucket,
        binding_hash: binding_hash(deps, holder),
        channel,
        code_hash: one_time_code::hash_of_sign_in(&deps.ring, SignInBinding { sign_in: id, address }, &code),
        query,
        epoch: whose.map_or(0, |user| user.epoch),
        attempts: 0,
        created_at: now,
        expires_at,
        consumed_at: None,
    };
    let name = whose.map_or_else(|| UserId(Uuid::nil()).to_string(), |user| messages::shown_name(pool, user));
    let message = Message::first_code(name, &code, href, lifetime_secs);
    let write = async |tx: &Tx| -> Result<(), Error> {
        tx.first_codes().add(&row).await?;
        match whose {
            Some(user) => {
                let to = Destination { contact: channel.contact(), address };
                let recipient = messages::Recipient::of(user, to, holder.language());
                messages::enqueue(deps, tx, pool, recipient, message.clone(), expires_at).await
            }
            None => messages::enqueue_to_nobody(deps, tx, pool, message.clone()).await,
        }
    };
    deps.storage.unit(write).await?;
    Ok(handle.value.expose_secret().to_owned())
}

/// Where such a code goes; empty where it goes nowhere.
fn address_of(user: Option<&User>, channel: Channel) -> &str {
    user.and_then(|user| user.attribute(channel.contact().attribute())).unwrap_or_default()
}

/// The answer to such a code.
#[derive(Debug)]
pub struct FirstCodeAnswer {
    /// The pool.
    pub pool: Arc<Pool>,
    /// The client that answers.
    pub client: Arc<Client>,
    /// The handle or Session string.
    pub handle: String,
    /// Whose hands it is in.
    pub holder: Holder,
    /// Whose answer it is, where that must be said again.
    pub username: Option<String>,
    /// The way on which it is said to have come.
    pub channel: Channel,
    /// What the client demands of the sign-in.
    pub acr: Option<Acr>,
    /// The code.
    pub code: Secret,
}

/// Why an answer was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstCodeRefused {
    /// The handle is unknown, of another client or browser, over, or used.
    SessionInvalid,
    /// Not the code; the handle still holds.
    Mismatch,
    /// Too many attempts for now.
    TooManyAttempts,
}

/// Whether the handle is that of a code that is to be the first factor.
pub async fn is_first_code(deps: &Deps, handle: &str) -> Result<bool, Error> {
    Ok(find_by_handle(deps, handle).await?.is_some())
}

/// Takes the code and goes on with the sign-in.
pub async fn answer_first_code(
    deps: &Deps,
    answer: FirstCodeAnswer,
) -> Result<Result<Outcome, FirstCodeRefused>, Error> {
    let FirstCodeAnswer { pool, client, handle, holder, username, channel, acr, code } = answer;
    let found = find_by_handle(deps, &handle).await?.filter(|row| is_here(deps, row, (&pool, &client), &holder));
    let Some(row) = found.filter(|row| row.channel == channel) else {
        return Ok(Err(FirstCodeRefused::SessionInvalid));
    };
    if let Some(username) = username
        && !is_its_name(deps, &pool, &row, &username).await?
    {
        return Ok(Err(FirstCodeRefused::SessionInvalid));
    }
    let admission = admission::admit(deps, Rate::Guesses, Some(&pool.id))?;
    let reserve = async |tx: &Tx| tx.first_codes().reserve_attempt(row.id, MOST_GUESSES, deps.now()).await;
    if !deps.storage.unit(reserve).await? {
        return Ok(Err(FirstCodeRefused::SessionInvalid));
    }
    // The same bucket as that of the password: what is guessed at is the first factor of one person.
    let Ok(reservation) = deps.limiter.reserve(Limit::SignIn, &row.bucket, deps.now()).await? else {
        return Ok(Err(FirstCodeRefused::TooManyAttempts));
    };
    let user = user_of(deps, &pool, &row).await?;
    let binding = SignInBinding { sign_in: row.id, address: address_of(user.as_ref(), channel) };
    let is_right = one_time_code::verify_of_sign_in(&deps.ring, binding, code.expose_secret().trim(), &row.code_hash);
    let Some(user) = user.filter(|user| is_right && may_come_by_code(deps, &pool, (&client, channel), user)) else {
        note_failure(deps, (&pool, &client), &row.bucket, row.user, reservation.earlier()).await?;
        return Ok(Err(FirstCodeRefused::Mismatch));
    };
    admission.give_back();
    let clues = Clues { earlier_failures: reservation.earlier(), ..Clues::default() };
    let clears = Some(reservation.bucket().to_owned());
    complete(deps, (&pool, &client, acr), (row, user), &holder, (clears, clues)).await
}

/// What a link leads to.
#[derive(Debug)]
pub struct Link {
    /// Whether this is the browser in which it was asked for. In another one nobody is signed in by it, or whoever has
    /// an account could sign others in as themselves (login CSRF; RFC 6819 §4.4.1.7 describes the harm).
    pub is_here: bool,
    /// The query of the page at which it was asked for.
    pub query: String,
}

/// Looks where a link leads, and uses nothing up: whatever fetches addresses out of mails does no more than this.
pub async fn find_link(deps: &Deps, pool: &Pool, token: &str, holder: &Holder) -> Result<Option<Link>, Error> {
    let found = find_by_link(deps, token).await?;
    let live = found.filter(|row| is_live(deps, row) && row.pool == pool.id);
    Ok(live.map(|row| Link { is_here: row.binding_hash == binding_hash(deps, holder), query: row.query }))
}

/// Takes the link, in the browser in which it was asked for, and goes on with the sign-in; `None`: not here, or over.
pub async fn answer_first_link(
    deps: &Deps,
    (pool, client, acr): (&Arc<Pool>, &Arc<Client>, Option<Acr>),
    token: &Secret,
    holder: &Holder,
) -> Result<Option<Outcome>, Error> {
    let found = find_by_link(deps, token.expose_secret()).await?;
    let Some(row) = found.filter(|row| is_here(deps, row, (pool, client), holder)) else { return Ok(None) };
    let user = user_of(deps, pool, &row).await?;
    let Some(user) = user.filter(|user| may_come_by_code(deps, pool, (client, row.channel), user)) else {
        return Ok(None);
    };
    Ok(complete(deps, (pool, client, acr), (row, user), holder, (None, Clues::default())).await?.ok())
}

async fn complete(
    deps: &Deps,
    (pool, client, acr): (&Pool, &Client, Option<Acr>),
    (row, user): (StoredFirstCode, User),
    holder: &Holder,
    (clears, clues): (Option<String>, Clues<'_>),
) -> Result<Result<Outcome, FirstCodeRefused>, Error> {
    let now = deps.now();
    if !deps.storage.unit(async |tx: &Tx| tx.first_codes().consume(row.id, now).await).await? {
        return Ok(Err(FirstCodeRefused::SessionInvalid));
    }
    admission::succeeded(deps, pool);
    let sign_in = SignIn::begin(pool.id.clone(), client.id.clone(), (user.id, row.epoch), now)
        .demanding(acr)
        .with(Proof::Factor(row.channel.factor()), now);
    advance(deps, pool, sign_in, user, (client, holder), (clears, clues)).await.map(Ok)
}

/// The person of a code, if what was open for them was not ended since.
async fn user_of(deps: &Deps, pool: &Pool, row: &StoredFirstCode) -> Result<Option<User>, Error> {
    // Asked for nobody's code too (case 131).
    let user = deps.storage.read().users().find(&pool.id, row.user.unwrap_or(UserId(Uuid::nil()))).await?;
    Ok(user.filter(|user| !user.has_ended(row.epoch)))
}

/// Whether `typed` names whom the code was asked for, by any of their names.
async fn is_its_name(deps: &Deps, pool: &Pool, row: &StoredFirstCode, typed: &str) -> Result<bool, Error> {
    let folded = fold(typed, pool.settings.sign_in_names.case_sensitive);
    let user = deps.storage.read().users().find_by_identifier(&pool.id, &folded).await?;
    let is_id = row.user.is_some_and(|user| user.to_string() == folded);
    Ok(is_id || person_bucket(deps, pool, user.as_ref(), &folded) == row.bucket)
}

fn is_here(deps: &Deps, row: &StoredFirstCode, (pool, client): (&Pool, &Client), holder: &Holder) -> bool {
    is_live(deps, row)
        && row.pool == pool.id
        && row.client == client.id
        && row.binding_hash == binding_hash(deps, holder)
}

fn is_live(deps: &Deps, row: &StoredFirstCode) -> bool {
    row.consumed_at.is_none() && deps.now() < row.expires_at
}

async fn find_by_handle(deps: &Deps, handle: &str) -> Result<Option<StoredFirstCode>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::FirstCodeHandle, handle) {
        if let Some(row) = deps.storage.read().first_codes().find_by_handle(&hash).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

async fn find_by_link(deps: &Deps, token: &str) -> Result<Option<StoredFirstCode>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::FirstCodeLink, token) {
        if let Some(row) = deps.storage.read().first_codes().find_by_link(&hash).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}
