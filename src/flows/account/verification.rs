//! A user proves an address that they have, or that is to become theirs.

use super::attributes::{VERIFY, with_proven};
use crate::domain::code::{CodeKind, Delivery};
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::Contact;
use crate::flows::account::Caller;
use crate::flows::codes::{self, CodeRefused, Guess};
use crate::flows::mail_budget::{Asked, may_ask};
use crate::flows::sign_in::person_bucket;
use crate::flows::{Deps, Error, aliases, events, messages};
use crate::storage::{Tx, UserWrite};

/// How the wish for a code ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerificationSent {
    /// Sent.
    Sent(Delivery),
    /// The user has no address.
    NoAddress,
    /// Enough codes for now.
    LimitExceeded,
}

/// Sends a code to the caller's address, or to the one that waits to become theirs.
pub async fn send_verification(deps: &Deps, caller: Caller) -> Result<VerificationSent, Error> {
    let Caller { pool, user, .. } = caller;
    let pending = codes::pending_address(deps, &pool, user.id, CodeKind::VerifyEmail).await?;
    if pending.is_none() && user.attribute("email").is_none() {
        return Ok(VerificationSent::NoAddress);
    }
    let reader = with_proven(&user, pending.as_deref());
    if may_ask(deps, &pool, Some(&reader), "").await? != Asked::Send {
        return Ok(VerificationSent::LimitExceeded);
    }
    let write = async |tx: &Tx| codes::issue_to(deps, tx, &pool, &user, VERIFY, pending.as_deref()).await;
    Ok(deps.storage.unit(write).await?.map_or(VerificationSent::NoAddress, VerificationSent::Sent))
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
pub async fn verify_email(deps: &Deps, caller: Caller, code: &str) -> Result<VerificationOutcome, Error> {
    let Caller { pool, client, user, .. } = caller;
    let bucket = person_bucket(deps, &pool, Some(&user), "");
    let guess = Guess {
        pool: &pool,
        client: &client,
        bucket: &bucket,
        user: Some(&user),
        kind: CodeKind::VerifyEmail,
        presented: code,
    };
    let right = match codes::check(deps, guess).await? {
        Ok(right) => right,
        Err(refused) => return Ok(VerificationOutcome::Code(refused)),
    };
    let Some(address) = right.address().or_else(|| user.attribute("email")) else {
        return Ok(VerificationOutcome::Code(CodeRefused::Expired));
    };
    let mut proven = with_proven(&user, Some(address));
    proven.updated_at = deps.now();
    if let Some(kind) = aliases::taken(deps, &pool, &proven).await? {
        return Ok(VerificationOutcome::Taken(kind));
    }
    let moves = proven.attribute("email") != user.attribute("email");
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
            messages::email_changed(deps, tx, &pool, &user).await?;
        }
        tx.events().add(&event).await?;
        Ok(VerificationOutcome::Done)
    };
    deps.storage.unit(write).await
}

/// The contact that an attribute is, if a code can be sent to it: text messages are not sent yet.
pub fn provable(attribute: &str) -> Option<Contact> {
    (attribute == Contact::Email.attribute()).then_some(Contact::Email)
}
