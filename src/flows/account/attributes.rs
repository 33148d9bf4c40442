//! A user changes what is known of them. Contacts are proven by a code; where the pool asks for it, the old address holds
//! until the new one is proven (case 220).

use crate::domain::code::{CodeKind, Delivery};
use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Contact, Pool};
use crate::domain::user::{Attributes, User};
use crate::flows::account::Caller;
use crate::flows::mail_budget::{Asked, may_ask};
use crate::flows::{Deps, Error, aliases, codes, events, messages};
use crate::storage::{Tx, UserWrite};

/// A code that proves an address.
pub(super) const VERIFY: codes::Sent<'static> = codes::Sent { kind: CodeKind::VerifyEmail, language: "" };

/// How it ends. Only the first changes anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributesOutcome {
    /// Done, and where a code went.
    Done(Option<Delivery>),
    /// Attributes do not fit, or are not the client's to write.
    Refused(Vec<AttributeProblem>),
    /// Another user signs in with that.
    Taken(IdentifierKind),
    /// Enough codes for now.
    LimitExceeded,
}

/// Sets attributes of the caller; an empty value removes one.
pub async fn update_attributes(deps: &Deps, caller: Caller, mut given: Attributes) -> Result<AttributesOutcome, Error> {
    let Caller { pool, client, user, .. } = caller;
    let problems = problems(&pool, &user, |name| client.settings.writes(name), &given);
    if !problems.is_empty() {
        return Ok(AttributesOutcome::Refused(problems));
    }
    let new_address = given.get("email").filter(|value| !value.is_empty() && user.attribute("email") != Some(value));
    let new_address = new_address.cloned();
    let waits = new_address.is_some() && pool.settings.verified_before_update.contains(&Contact::Email);
    if waits {
        given.remove("email");
    }
    let mut changed = User { updated_at: deps.now(), ..user.clone() };
    changed.set_attributes(given);
    if let Some(kind) = aliases::taken(deps, &pool, &with_proven(&changed, new_address.as_deref())).await? {
        return Ok(AttributesOutcome::Taken(kind));
    }
    let sends = new_address.is_some() && pool.settings.auto_verified.contains(&Contact::Email);
    // It counts for the mailbox that gets it, and not for the one they have.
    let reader = with_proven(&user, new_address.as_deref());
    if sends && may_ask(deps, &pool, Some(&reader), "").await? != Asked::Send {
        return Ok(AttributesOutcome::LimitExceeded);
    }
    let moves = changed.attribute("email") != user.attribute("email");
    let pending = new_address.as_deref().filter(|_| waits);
    let event = events::of_user(deps, EventName::UserUpdated, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<AttributesOutcome, Error> {
        match tx.users().save(&changed, user.version, &pool.settings).await? {
            UserWrite::Done => {}
            UserWrite::Conflict(kind) => return Ok(AttributesOutcome::Taken(kind)),
            UserWrite::Stale => return Err(Error::Busy { retry_after_secs: 1 }),
        }
        if moves {
            // What is on its way to the old address proves nothing of the new one (case 250).
            tx.codes().remove_all(&pool.id, user.id).await?;
            messages::email_changed(deps, tx, &pool, &user).await?;
        }
        let delivery = if sends { codes::issue_to(deps, tx, &pool, &changed, VERIFY, pending).await? } else { None };
        tx.events().add(&event).await?;
        Ok(AttributesOutcome::Done(delivery))
    };
    deps.storage.unit(write).await
}

/// The user as they would be with this address proven.
pub(super) fn with_proven(user: &User, address: Option<&str>) -> User {
    let mut proven = user.clone();
    if let Some(address) = address {
        proven.attributes.insert("email".to_owned(), address.to_owned());
        proven.attributes.insert(Contact::Email.verified_attribute().to_owned(), "true".to_owned());
    }
    proven
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
