//! Whose account it is that a provider vouches for: by the exact link, and nothing else (decision D8, cases 162, 166, 169).

use crate::domain::pool::Pool;
use crate::domain::provider::{Identity, Provider, SUBJECT};
use crate::domain::user::User;
use crate::federation::Upstream;
use crate::flows::{Deps, Error};
use crate::storage::Tx;

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
    let claims = repos.identities().attributes(&pool.id, provider.id).await?;
    for claim in claims.into_iter().filter(|claim| claim != SUBJECT) {
        values.extend(provider.linked_claim(&upstream.claims, &claim).map(|value| (claim, value)));
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
    let pin = async |tx: &Tx| -> Result<(), Error> {
        // Two browsers at once: one of them is first, and both mean the same person.
        if tx.identities().add(&pinned).await? {
            tx.identities().remove(&identity).await?;
        }
        Ok(())
    };
    deps.storage.unit(pin).await?;
    Ok(Person::Known(Box::new(user), pinned))
}
