//! Queues messages in the transaction of their cause (DESIGN.md §5). What one says is composed when it is sent.

use crate::domain::clock::Micros;
use crate::domain::code::Destination;
use crate::domain::pool::{Contact, Pool};
use crate::domain::random::uuid_v7;
use crate::domain::risk::{Notice, NoticeText};
use crate::domain::user::User;
use crate::flows::{Deps, Error};
use crate::messaging::{Attempt, Message, Queued};
use crate::storage::{OutboxMessage, OutboxState, Tx};

/// Seconds after which a notice that could not be delivered is given up.
const NOTICE_SECS: i64 = 3 * 24 * 3600;

/// How long the row of a mail to nobody is kept.
const DAY_SECS: i64 = 24 * 3600;

/// To whom a message goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recipient<'a> {
    /// Which of their contacts it goes to.
    pub(crate) contact: Contact,
    /// The address, or the number.
    pub(crate) address: &'a str,
    /// The tag of the language they read; empty when that is not known.
    pub(crate) language: &'a str,
}

impl<'a> Recipient<'a> {
    /// The person `user`, at a contact of theirs or one that is to become theirs. What they said of themselves (`locale`,
    /// OpenID Connect Core §5.1) counts more than the language `shown` to whoever is at the page: that may be a stranger.
    pub(crate) fn of(user: &'a User, Destination { contact, address }: Destination<'a>, shown: &'a str) -> Self {
        let language = user.attribute("locale").filter(|locale| !locale.is_empty()).unwrap_or(shown);
        Self { contact, address, language }
    }
}

/// Queues `message` to `recipient`; it is given up at `expires_at`.
pub(crate) async fn enqueue(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    recipient: Recipient<'_>,
    message: Message,
    expires_at: Micros,
) -> Result<(), Error> {
    let row = row(deps, pool, recipient, message)?;
    Ok(tx.outbox().add(&OutboxMessage { expires_at, ..row }).await?)
}

/// Writes what [`enqueue`] writes, but done with: nothing is sent. It lies there for as long as a code holds.
pub(crate) async fn enqueue_to_nobody(deps: &Deps, tx: &Tx, pool: &Pool, message: Message) -> Result<(), Error> {
    let recipient = Recipient { contact: Contact::Email, address: "nobody@localhost.invalid", language: "" };
    let row = row(deps, pool, recipient, message)?;
    let expires_at = row.created_at.plus_secs(DAY_SECS);
    Ok(tx.outbox().add(&OutboxMessage { state: OutboxState::Delivered, expires_at, ..row }).await?)
}

fn row(deps: &Deps, pool: &Pool, recipient: Recipient<'_>, message: Message) -> Result<OutboxMessage, Error> {
    let now = deps.now();
    let event = message.event().to_owned();
    let queued = Queued { language: recipient.language.to_owned(), contact: recipient.contact, message };
    let payload =
        serde_json::to_vec(&queued).map_err(|_| Error::Internal("a message that cannot be written as JSON"))?;
    Ok(OutboxMessage {
        id: uuid_v7(deps.random.as_ref(), now),
        pool: pool.id.clone(),
        event,
        recipient: recipient.address.to_owned(),
        payload,
        attempts: 0,
        next_attempt_at: now,
        lease_until: None,
        created_at: now,
        expires_at: now,
        state: OutboxState::Queued,
        last_error: String::new(),
    })
}

/// Where notices go: by mail only, so that nobody has text messages paid for by changing something back and forth.
fn proven_mail(user: &User) -> Option<Destination<'_>> {
    user.reached_by(Contact::Email).filter(|_| user.has_verified(Contact::Email))
}

/// Tells the owner of a proven address that the password was changed, and how many passkeys open the account still: who
/// changed it because somebody else had been there must look at them.
pub(crate) async fn password_changed(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let passkeys = tx.passkeys().count(&pool.id, user.id).await?;
    let message = Message::PasswordChanged { username: shown_name(pool, user), passkeys };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that a second factor was set up.
pub(crate) async fn second_factor_added(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::SecondFactorAdded { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that a passkey was added.
pub(crate) async fn passkey_added(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::PasskeyAdded { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that a passkey was removed.
pub(crate) async fn passkey_removed(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::PasskeyRemoved { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that an account at `provider` was linked to theirs.
pub(crate) async fn identity_linked(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    user: &User,
    provider: &str,
) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::IdentityLinked { username: shown_name(pool, user), provider: provider.to_owned() };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that an account at `provider` is linked to theirs no more.
pub(crate) async fn identity_unlinked(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    user: &User,
    provider: &str,
) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::IdentityUnlinked { username: shown_name(pool, user), provider: provider.to_owned() };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that they took a second factor away.
pub(crate) async fn second_factor_removed(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::SecondFactorRemoved { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that they deleted their account.
pub(crate) async fn account_deleted(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::AccountDeleted { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that a recovery code was used, and how many are left.
pub(crate) async fn recovery_code_used(deps: &Deps, tx: &Tx, pool: &Pool, user: &User, left: u64) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::RecoveryCodeUsed { username: shown_name(pool, user), left };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the owner of a proven address that an admin took the second factors away.
pub(crate) async fn second_factors_reset(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(user) else { return Ok(()) };
    let message = Message::SecondFactorsReset { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the proven address that `before` had that the account has another one now (case 220).
pub(crate) async fn email_changed(deps: &Deps, tx: &Tx, pool: &Pool, before: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(before) else { return Ok(()) };
    let message = Message::EmailChanged { username: shown_name(pool, before) };
    enqueue(deps, tx, pool, Recipient::of(before, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the proven address of `before` that the account has another phone number now, or none: a number can be the way back
/// in. The old number is not written to, as no notice is.
pub(crate) async fn phone_changed(deps: &Deps, tx: &Tx, pool: &Pool, before: &User) -> Result<(), Error> {
    let Some(address) = proven_mail(before) else { return Ok(()) };
    let message = Message::PhoneChanged { username: shown_name(pool, before) };
    enqueue(deps, tx, pool, Recipient::of(before, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// Tells the person of `before` that another account proved this contact and has it now (case 172), at the address that they had
/// proven: where it is the one that moved, whoever reads it may have both accounts, or be the wrong one to have either.
pub(crate) async fn contact_moved(
    deps: &Deps,
    tx: &Tx,
    pool: &Pool,
    (before, moved): (&User, Contact),
) -> Result<(), Error> {
    let Some(address) = proven_mail(before) else { return Ok(()) };
    let message = Message::ContactMoved { username: shown_name(pool, before), moved };
    enqueue(deps, tx, pool, Recipient::of(before, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// The mail that tells the owner of a proven address of an attempt to sign in; `None`: there is none to send it to. It is
/// added to the outbox in the transaction of its event.
pub(crate) fn sign_in_notice(
    deps: &Deps,
    (pool, user): (&Pool, &User),
    (notice, own): (Notice, Option<NoticeText>),
    attempt: Attempt,
) -> Result<Option<OutboxMessage>, Error> {
    let Some(address) = proven_mail(user) else { return Ok(None) };
    let message = Message::SignInNotice { username: shown_name(pool, user), notice, own, attempt: Box::new(attempt) };
    let row = row(deps, pool, Recipient::of(user, address, ""), message)?;
    Ok(Some(OutboxMessage { expires_at: row.created_at.plus_secs(NOTICE_SECS), ..row }))
}

/// Tells the owner of an address that somebody tried to sign up with it (case 134).
pub(crate) async fn account_exists(deps: &Deps, tx: &Tx, pool: &Pool, user: &User) -> Result<(), Error> {
    let Some(address) = user.reached_by(Contact::Email) else { return Ok(()) };
    let message = Message::AccountExists { username: shown_name(pool, user) };
    enqueue(deps, tx, pool, Recipient::of(user, address, ""), message, deps.now().plus_secs(NOTICE_SECS)).await
}

/// The name that the person knows themselves by: the address where the username is generated.
pub(crate) fn shown_name(pool: &Pool, user: &User) -> String {
    let contact = user.attribute("email").or_else(|| user.attribute("phone_number"));
    contact.filter(|_| pool.settings.uses_contact_as_username()).unwrap_or(&user.username).to_owned()
}
