//! An admin changes a user's attributes.

use crate::domain::event::EventName;
use crate::domain::identifier::IdentifierKind;
use crate::domain::pool::{AttributeProblem, Contact, Pool};
use crate::domain::user::{Attributes, User};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

/// How it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttributesChange {
    /// Done.
    Done,
    /// There is no such user.
    NotFound,
    /// Attributes do not fit.
    Refused(Vec<AttributeProblem>),
    /// Another user has that address or name.
    Taken(IdentifierKind),
}

/// Sets attributes; an empty value removes one. A changed address is unproven unless the admin says otherwise.
pub async fn update_attributes(
    deps: &Deps,
    pool: &Pool,
    name: &str,
    given: Attributes,
) -> Result<AttributesChange, Error> {
    let Some(mut user) = super::find(deps, pool, name).await? else { return Ok(AttributesChange::NotFound) };
    let problems = problems(pool, &user, &given);
    if !problems.is_empty() {
        return Ok(AttributesChange::Refused(problems));
    }
    let read_version = user.version;
    let before = user.clone();
    user.set_attributes(given);
    user.updated_at = deps.now();
    let moves = |contact: Contact| user.attribute(contact.attribute()) != before.attribute(contact.attribute());
    let event = events::of_user(deps, EventName::UserUpdated, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<UserWrite, Error> {
        let written = tx.users().save(&user, read_version, &pool.settings).await?;
        if written == UserWrite::Done {
            if moves(Contact::Email) || moves(Contact::PhoneNumber) {
                // What is on its way to the old address proves nothing of the new one (case 250).
                tx.codes().remove_all(&pool.id, user.id).await?;
            }
            if moves(Contact::Email) {
                messages::email_changed(deps, tx, pool, &before).await?;
            }
            if moves(Contact::PhoneNumber) {
                messages::phone_changed(deps, tx, pool, &before).await?;
            }
            tx.events().add(&event).await?;
        }
        Ok(written)
    };
    match deps.storage.unit(write).await? {
        UserWrite::Done => Ok(AttributesChange::Done),
        UserWrite::Conflict(kind) => Ok(AttributesChange::Taken(kind)),
        UserWrite::Stale => Err(Error::Busy { retry_after_secs: 1 }),
    }
}

fn problems(pool: &Pool, user: &User, given: &Attributes) -> Vec<AttributeProblem> {
    let schema = &pool.settings.schema;
    let refuse = |(name, value): (&String, &String)| {
        if let Err(problem) = pool.settings.check_attribute(name, value) {
            return Some(problem);
        }
        let changes = user.attribute(name).is_some_and(|held| held != value);
        if changes && !schema.is_mutable(name) {
            return Some(AttributeProblem::Immutable(name.clone()));
        }
        (value.is_empty() && schema.required.contains(name)).then(|| AttributeProblem::Missing(name.clone()))
    };
    given.iter().filter_map(refuse).collect()
}
