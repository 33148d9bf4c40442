//! A user changes what is known of them. Contacts are proven by a code; where the pool asks for it, the old address holds
//! until the new one is proven (case 220).

use crate::domain::code::{CodeKind, Delivery, Destination};
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Contact, Pool};
use crate::domain::user::{Attributes, User};
use crate::flows::account::{Caller, require_recent_proof};
use crate::flows::message_budget::{Asked, may_ask};
use crate::flows::{Deps, Error, Undeliverable, aliases, codes, events, messages};
use crate::storage::{Tx, UserWrite};

/// A code that proves a contact.
pub(super) fn verifies(to: Destination<'_>, is_pending: bool) -> codes::Sent<'_> {
    codes::Sent { kind: CodeKind::verifies(to.contact), to, is_pending, language: "" }
}

/// How it ends. Only the first changes anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributesOutcome {
    /// Done, and where codes went.
    Done(Vec<Delivery>),
    /// Attributes do not fit, or are not the client's to write.
    Refused(Vec<AttributeProblem>),
    /// Another user signs in with that.
    Taken(IdentifierKind),
    /// No code can be sent to that number.
    Undeliverable(Undeliverable),
    /// Enough codes for now.
    LimitExceeded,
    /// A contact is to change, and the sign-in was too long ago (case 157).
    NotRecent,
}

/// Sets attributes of the caller; an empty value removes one. At the account page a contact always waits until it is proven,
/// and is changed only by who proved a moment ago who they are. An app has its users prove that when it likes, as with
/// Cognito, unless its admin says otherwise; and the pool says whether contacts wait.
pub async fn update_attributes(deps: &Deps, caller: Caller, mut given: Attributes) -> Result<AttributesOutcome, Error> {
    let at_page = caller.is_at_page();
    let is_late = caller.must_be_recent() && require_recent_proof(deps, caller.proven_at()).is_err();
    let Caller { pool, client, user, .. } = caller;
    let problems = problems(&pool, &user, |name| client.settings.writes(name), &given);
    if !problems.is_empty() {
        return Ok(AttributesOutcome::Refused(problems));
    }
    let is_another = |contact: Contact| {
        let name = contact.attribute();
        given.get(name).is_some_and(|value| user.attribute(name).unwrap_or_default() != value)
    };
    if is_late && [Contact::Email, Contact::PhoneNumber].into_iter().any(is_another) {
        return Ok(AttributesOutcome::NotRecent);
    }
    let mut news = Vec::new();
    for contact in [Contact::Email, Contact::PhoneNumber] {
        let name = contact.attribute();
        let value = given.get(name).filter(|value| !value.is_empty() && user.attribute(name) != Some(value)).cloned();
        if let Some(address) = value {
            let waits = at_page || pool.settings.verified_before_update.contains(&contact);
            let sends = at_page || pool.settings.auto_verified.contains(&contact);
            if waits {
                given.remove(name);
            }
            news.push(New { contact, address, waits, sends });
        }
    }
    let mut changed = User { updated_at: deps.now(), ..user.clone() };
    changed.set_attributes(given);
    let all_proven = news.iter().fold(changed.clone(), |user, new| user.with_proven(new.to()));
    if let Some(kind) = aliases::taken(deps, &pool, &all_proven).await? {
        return Ok(AttributesOutcome::Taken(kind));
    }
    for new in news.iter().filter(|new| new.sends) {
        // It counts for the mailbox that gets it, and not for the one they have.
        match may_ask(deps, &pool, Some(&user), "", Some(new.to())).await? {
            Asked::Send => {}
            Asked::Undeliverable(why) => return Ok(AttributesOutcome::Undeliverable(why)),
            Asked::SendNothing | Asked::Refused => return Ok(AttributesOutcome::LimitExceeded),
        }
    }
    let moves = |contact: Contact| changed.attribute(contact.attribute()) != user.attribute(contact.attribute());
    let event = events::of_user(deps, EventName::UserUpdated, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<AttributesOutcome, Error> {
        match tx.users().save(&changed, user.version, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Conflict(kind) => return Ok(AttributesOutcome::Taken(kind)),
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
        }
        if moves(Contact::Email) || moves(Contact::PhoneNumber) {
            // What is on its way to the old address proves nothing of the new one (case 250).
            tx.codes().remove_all(&pool.id, user.id).await?;
        }
        if moves(Contact::Email) {
            messages::email_changed(deps, tx, &pool, &user).await?;
        }
        if moves(Contact::PhoneNumber) {
            messages::phone_changed(deps, tx, &pool, &user).await?;
        }
        let mut deliveries = Vec::new();
        for new in news.iter().filter(|new| new.sends) {
            deliveries.push(codes::issue(deps, tx, &pool, &changed, verifies(new.to(), new.waits)).await?);
        }
        tx.events().add(&event).await?;
        Ok(AttributesOutcome::Done(deliveries))
    };
    deps.storage.unit(write).await
}

/// A contact that the user gives another value.
struct New {
    contact: Contact,
    address: String,
    /// Whether it becomes theirs only when it is proven.
    waits: bool,
    /// Whether a code is sent to it.
    sends: bool,
}

impl New {
    fn to(&self) -> Destination<'_> {
        Destination { contact: self.contact, address: &self.address }
    }
}

fn problems(pool: &Pool, user: &User, writes: impl Fn(&str) -> bool, given: &Attributes) -> Vec<AttributeProblem> {
    let schema = &pool.settings.schema;
    let refuse = |(name, value): (&String, &String)| {
        if let Err(problem) = pool.settings.check_attribute(name, value) {
            return Some(problem);
        }
        if !writes(name) {
            return Some(AttributeProblem::NotWritable(name.clone()));
        }
        let changes = user.attribute(name).is_some_and(|held| held != value);
        if changes && !schema.is_mutable(name) {
            return Some(AttributeProblem::Immutable(name.clone()));
        }
        (value.is_empty() && schema.required.contains(name)).then(|| AttributeProblem::Missing(name.clone()))
    };
    given.iter().filter_map(refuse).collect()
}
