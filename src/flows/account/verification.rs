//! A user proves an address that they have, or that is to become theirs.

use super::attributes::verifies;
use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::Contact;
use crate::flows::account::Caller;
use crate::flows::codes::{self, CodeRefused, Guess};
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, Undeliverable, aliases, events, messages};
use crate::storage::{Tx, UserWrite};

/// How the wish for a code ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerificationSent {
    /// Sent.
    Sent(Delivery),
    /// The user has no address.
    NoAddress,
    /// No code can be sent to that number.
    Undeliverable(Undeliverable),
    /// Enough codes for now.
    LimitExceeded,
}

/// Sends a code to a contact of the caller, or to what waits to become it.
pub async fn send_verification(deps: &Deps, caller: Caller, contact: Contact) -> Result<VerificationSent, Error> {
    let Caller { pool, user, .. } = caller;
    let pending = codes::pending_address(deps, &pool, user.id, CodeKind::verifies(contact)).await?;
    let waiting = pending.as_deref().map(|address| Destination { contact, address });
    let Some(to) = waiting.or_else(|| user.reached_by(contact)) else { return Ok(VerificationSent::NoAddress) };
    match may_ask(deps, &pool, Some(&user), "", Some(to)).await? {
        Asked::Send => {}
        Asked::Undeliverable(why) => return Ok(VerificationSent::Undeliverable(why)),
        Asked::SendNothing | Asked::Refused => return Ok(VerificationSent::LimitExceeded),
    }
    let sent = verifies(to, waiting.is_some());
    let write = async |tx: &Tx| codes::issue(deps, tx, &pool, &user, sent).await;
    Ok(VerificationSent::Sent(deps.storage.unit(write).await?))
}

/// How a proof ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerificationOutcome {
    /// The address is proven.
    Done,
    /// The code does not do.
    Code(CodeRefused),
    /// Another user has proven that address since.
    Taken(IdentifierKind),
}

/// Takes the code. An address that waited for it becomes the user's, and the old one hears of it.
pub async fn verify(deps: &Deps, caller: Caller, contact: Contact, code: &str) -> Result<VerificationOutcome, Error> {
    let Caller { pool, client, user, .. } = caller;
    let bucket = person_bucket(deps, &pool, Some(&user), "");
    let guess = Guess {
        pool: &pool,
        client: &client,
        bucket: &bucket,
        user: Some(&user),
        kind: CodeKind::verifies(contact),
        presented: code,
    };
    let right = match codes::check(deps, guess).await? {
        Ok(right) => right,
        Err(refused) => return Ok(VerificationOutcome::Code(refused)),
    };
    let pending = right.address().map(|address| Destination { contact, address });
    let Some(to) = pending.or_else(|| user.reached_by(contact)) else {
        return Ok(VerificationOutcome::Code(CodeRefused::Expired));
    };
    let mut proven = user.with_proven(to);
    proven.updated_at = deps.now();
    if let Some(kind) = aliases::taken(deps, &pool, &proven).await? {
        return Ok(VerificationOutcome::Taken(kind));
    }
    let moves = user.reached_by(contact) != Some(to);
    let event = events::of_user(deps, EventName::UserUpdated, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<VerificationOutcome, Error> {
        if !codes::consume(deps, tx, &right).await? {
            return Ok(VerificationOutcome::Code(CodeRefused::Expired));
        }
        match tx.users().save(&proven, user.version, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Conflict(kind) => return Ok(VerificationOutcome::Taken(kind)),
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
        }
        if moves {
            tx.codes().remove_all(&pool.id, user.id).await?;
        }
        match contact {
            Contact::Email if moves => messages::email_changed(deps, tx, &pool, &user).await?,
            Contact::PhoneNumber if moves => messages::phone_changed(deps, tx, &pool, &user).await?,
            Contact::Email | Contact::PhoneNumber => {}
        }
        tx.events().add(&event).await?;
        Ok(VerificationOutcome::Done)
    };
    deps.storage.unit(write).await
}

/// The address that waits to become the caller's, where one does.
pub async fn pending_contact(deps: &Deps, caller: &Caller, contact: Contact) -> Result<Option<String>, Error> {
    codes::pending_address(deps, &caller.pool, caller.user.id, CodeKind::verifies(contact)).await
}

/// Gives up a change that waits; `false`: none does. The code that is on its way proves nothing from now on.
pub async fn cancel_pending(deps: &Deps, caller: &Caller, contact: Contact) -> Result<bool, Error> {
    let Caller { pool, user, .. } = caller;
    let kind = CodeKind::verifies(contact);
    deps.storage
        .unit(async |tx: &Tx| -> Result<bool, Error> { Ok(tx.codes().remove(&pool.id, user.id, kind).await?) })
        .await
}
