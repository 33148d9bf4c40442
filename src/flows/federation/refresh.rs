//! What a provider says of somebody is written again at each sign-in, as the admin mapped it.
//!
//! Of a user who has other ways in, the address and the number stay as they are where there is one: they are what the account is
//! recovered by, and no provider's to move.

use crate::domain::event::EventName;
use crate::domain::pool::{Contact, Pool};
use crate::domain::provider::{Identity, Provider};
use crate::domain::user::User;
use crate::federation::Upstream;
use crate::flows::{Deps, Error, events};
use crate::storage::{Tx, UserWrite};

/// The user as they are after it.
pub(super) async fn refresh(
    deps: &Deps,
    pool: &Pool,
    provider: &Provider,
    upstream: &Upstream,
    (user, identity): (User, &Identity),
) -> Result<User, Error> {
    let mut given = provider.map(&pool.settings, &upstream.claims, &user.attributes).attributes;
    if !identity.is_primary {
        for contact in [Contact::Email, Contact::PhoneNumber] {
            // Where there is one ([`Provider::rewrites`]).
            if user.attribute(contact.attribute()).is_some() {
                given.remove(contact.attribute());
                given.remove(contact.verified_attribute());
            }
        }
    }
    given.retain(|name, value| user.attribute(name) != Some(value));
    if given.is_empty() || !user.enabled {
        return Ok(user);
    }
    let mut changed = User { updated_at: deps.now(), ..user.clone() };
    changed.set_attributes(given);
    let event = events::of_user(deps, EventName::UserUpdated, &pool.id, user.id, None);
    let write = async |tx: &Tx| -> Result<UserWrite, Error> {
        let written = tx.users().save(&changed, user.version, &pool.settings).await?;
        if written == UserWrite::Done {
            tx.events().add(&event).await?;
        }
        Ok(written)
    };
    match deps.storage.unit(write).await? {
        UserWrite::Done => Ok(User { version: user.version + 1, ..changed }),
        // Somebody else has that name by now, or writes at this moment: who signs in is known all the same.
        UserWrite::Conflict(_) | UserWrite::Stale => Ok(user),
    }
}
