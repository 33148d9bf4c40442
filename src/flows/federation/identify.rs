//! Whose account it is that a provider vouches for: by the exact link, and nothing else (decision D8, cases 162, 166, 169).

use std::collections::BTreeSet;

use super::links::follow;
use crate::domain::pool::Pool;
use crate::domain::provider::{Identity, LONGEST_SUBJECT, Provider, SUBJECT};
use crate::domain::user::User;
use crate::federation::Upstream;
use crate::flows::{Deps, Error};
use crate::storage::{Tx, UserWrite};

/// Who came.
#[derive(Debug)]
pub(super) enum Person {
    /// Somebody who is linked.
    Known(Box<User>, Identity),
    /// Nobody yet.
    New,
}

/// Who is linked to the account that `upstream` is about. The provider's own id of the person counts first; a claim by
/// which an admin linked them counts once, and from then on it is their id.
pub(super) async fn identify(
    deps: &Deps,
    pool: &Pool,
    provider: &Provider,
    upstream: &Upstream,
) -> Result<Person, Error> {
    let repos = deps.storage.read();
    let mut values = vec![(SUBJECT.to_owned(), upstream.subject.clone())];
    // Only a claim that is mapped links anybody (`AdminLinkProviderForUser`).
    let claims: BTreeSet<&String> = provider.mapping.values().collect();
    for claim in claims {
        let value = provider.linked_claim(&upstream.claims, claim).filter(|value| value.len() <= LONGEST_SUBJECT);
        values.extend(value.map(|value| (claim.clone(), value)));
    }
    let mut found = repos.identities().find(&pool.id, provider.id, &values).await?;
    found.sort_by_key(|identity| identity.attribute != SUBJECT);
    let Some(identity) = found.into_iter().next() else { return Ok(Person::New) };
    let Some(user) = repos.users().find(&pool.id, identity.user).await? else {
        return Err(Error::Internal("a link of a user who is not there"));
    };
    if identity.attribute == SUBJECT {
        return Ok(Person::Known(Box::new(user), identity));
    }
    let pinned = Identity {
        attribute: SUBJECT.to_owned(),
        subject: upstream.subject.clone(),
        created_at: deps.now(),
        ..identity.clone()
    };
    let pin = async |tx: &Tx| -> Result<User, Error> {
        // Two browsers at once: one of them is first, and both mean the same person.
        if tx.identities().add(&pinned).await? {
            tx.identities().remove(&identity).await?;
        }
        let mut user = user.clone();
        follow(deps, tx, &mut user).await?;
        match tx.users().save(&user, user.version, &pool.settings).await? {
            UserWrite::Done => Ok(User { version: user.version + 1, ..user }),
            UserWrite::Conflict(_) | UserWrite::Stale => Err(Error::Busy { retry_after_secs: 1 }),
        }
    };
    let user = deps.storage.unit(pin).await?;
    Ok(Person::Known(Box::new(user), pinned))
}
