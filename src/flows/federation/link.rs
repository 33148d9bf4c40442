//! Somebody links an account at a provider to their own account here, and unlinks it.
//!
//! Both sides are proven: here, by a sign-in of the last ten minutes; there, by signing in anew. The trip belongs to the person
//! and the session in which it was begun, so that no other account is linked in somebody's browser by a link that was sent to
//! them (RFC 9700 §4.7), and an address that is the same on both sides links nothing (decision D8). The last way into an account
//! stays. Its owner hears of each by mail.

use std::sync::Arc;

use serde_json::json;

use super::identify::{Person, identify};
use super::land::redeem;
use super::links::follow;
use super::trip::{Carried, Errand};
use crate::crypto::digest;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::pool::{Contact, Pool};
use crate::domain::provider::{Identity, MOST_IDENTITIES_OF_USER, Provider, SUBJECT};
use crate::domain::sign_in::Factor;
use crate::domain::user::{User, UserId};
use crate::federation::{Answer, Failure};
use crate::flows::account::{Caller, Through, end_everything_else, require_recent_proof};
use crate::flows::{Deps, Error, events, messages};
use crate::storage::{Tx, UserWrite};

/// An account at a provider that is linked to somebody's account here.
#[derive(Clone, Debug)]
pub struct LinkedAccount {
    /// Tells it from the person's others.
    pub key: String,
    /// The provider.
    pub provider: Arc<Provider>,
    /// The link.
    pub identity: Identity,
    /// Whether it may be taken away: another way in is left.
    pub may_end: bool,
}

/// Why no trip is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkNotBegun {
    /// The sign-in was too long ago (case 157).
    NotRecent,
    /// There are as many as there may be (Cognito's quota).
    TooMany,
    /// There is no such provider.
    NoProvider,
}

/// How linking ends.
#[derive(Debug)]
pub enum LinkOutcome {
    /// It is linked.
    Linked(Arc<Provider>),
    /// It was before.
    WasLinked(Arc<Provider>),
    /// It is another person's, or another account of the same one.
    Taken(Arc<Provider>),
    /// There are as many as there may be.
    TooMany,
    /// Whoever began it is not who is signed in.
    NotTheirs,
    /// There is no such provider any more.
    NoProvider,
    /// It came to nothing there.
    Failed(Arc<Provider>, Failure),
}

/// How unlinking ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnlinkOutcome {
    /// It is not linked any more.
    Unlinked,
    /// It was not.
    NotFound,
    /// It is the last way in.
    LastWay,
    /// The sign-in was too long ago.
    NotRecent,
}

/// The accounts that are linked to the caller's, the first one first.
pub async fn linked(deps: &Deps, caller: &Caller) -> Result<Vec<LinkedAccount>, Error> {
    let Caller { pool, user, .. } = caller;
    let providers = deps.directory.providers(&pool.id).await?;
    let identities = deps.storage.read().identities().list(&pool.id, user.id).await?;
    let may_end = identities.len() > 1 || has_own_way(deps, caller).await?;
    let one = |identity: Identity| {
        let provider = providers.iter().find(|provider| provider.id == identity.provider)?.clone();
        Some(LinkedAccount { key: key(&identity), provider, identity, may_end })
    };
    Ok(identities.into_iter().filter_map(one).collect())
}

/// Whether the caller may set out to link an account at the provider of this name; the errand of the trip.
pub async fn begin_link(
    deps: &Deps,
    caller: &Caller,
    provider: &str,
) -> Result<Result<(Arc<Provider>, Errand), LinkNotBegun>, Error> {
    let Through::Session(login) = &caller.through else { return Ok(Err(LinkNotBegun::NotRecent)) };
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(Err(LinkNotBegun::NotRecent));
    }
    let providers = deps.directory.providers(&caller.pool.id).await?;
    let Some(provider) = providers.iter().find(|known| known.name == provider && !known.settings.is_leaving).cloned()
    else {
        return Ok(Err(LinkNotBegun::NoProvider));
    };
    let held = deps.storage.read().identities().list(&caller.pool.id, caller.user.id).await?;
    if held.len() >= MOST_IDENTITIES_OF_USER {
        return Ok(Err(LinkNotBegun::TooMany));
    }
    Ok(Ok((provider, Errand::Link { user: caller.user.id, session: login.session })))
}

/// Links the account with which a trip came back to that of `caller`, who must be who set out.
pub async fn link(deps: &Deps, caller: &Caller, carried: &Carried, answer: &Answer) -> Result<LinkOutcome, Error> {
    let Caller { pool, client, user, through } = caller;
    let is_theirs = match (carried.errand, through) {
        (Errand::Link { user: whose, session }, Through::Session(login)) => {
            whose == user.id && session == login.session && carried.pool == pool.id
        }
        (Errand::Link { .. } | Errand::SignIn, _) => false,
    };
    if !is_theirs {
        return Ok(LinkOutcome::NotTheirs);
    }
    let providers = deps.directory.providers(&pool.id).await?;
    let Some(provider) = providers.iter().find(|provider| provider.id == carried.provider).cloned() else {
        return Ok(LinkOutcome::NoProvider);
    };
    let upstream = match redeem(deps, (pool, client), &provider, carried, answer).await? {
        Ok(upstream) => upstream,
        Err(failure) => return Ok(LinkOutcome::Failed(provider, failure)),
    };
    if let Person::Known(known, _) = identify(deps, pool, &provider, &upstream).await? {
        let is_same = known.id == user.id;
        return Ok(if is_same { LinkOutcome::WasLinked(provider) } else { LinkOutcome::Taken(provider) });
    }
    let write = async |tx: &Tx| write_link(deps, tx, (pool, &client.id, user), &provider, &upstream.subject).await;
    Ok(match deps.storage.unit(write).await? {
        LinkWrite::Done(_) => LinkOutcome::Linked(provider),
        LinkWrite::Taken => LinkOutcome::Taken(provider),
        LinkWrite::TooMany => LinkOutcome::TooMany,
    })
}

/// What came of writing a link.
#[derive(Debug)]
pub(super) enum LinkWrite {
    /// It is there; the user as they are with it.
    Done(Box<User>),
    /// The account at the provider opens somebody's account already.
    Taken,
    /// The user has as many as there may be.
    TooMany,
}

/// Links the account `subject` at `provider` to `user`, who has proven both, with everything that goes with it: what they show of
/// their links, the event, and the mail.
pub(super) async fn write_link(
    deps: &Deps,
    tx: &Tx,
    (pool, client, user): (&Pool, &ClientId, &User),
    provider: &Provider,
    subject: &str,
) -> Result<LinkWrite, Error> {
    let identity = Identity {
        pool: pool.id.clone(),
        provider: provider.id,
        attribute: SUBJECT.to_owned(),
        subject: subject.to_owned(),
        user: user.id,
        is_primary: false,
        created_at: deps.now(),
    };
    let mut event = events::of_user(deps, EventName::IdentityLinked, &pool.id, user.id, Some(client));
    event.detail = json!({ "provider": provider.name });
    if tx.identities().list(&pool.id, user.id).await?.len() >= MOST_IDENTITIES_OF_USER {
        return Ok(LinkWrite::TooMany);
    }
    // Another trip at the same moment may have been faster, of whoever.
    if !tx.identities().add(&identity).await? {
        return Ok(LinkWrite::Taken);
    }
    let changed = follow_fresh(deps, tx, (pool, user.id), None).await?;
    tx.events().add(&event).await?;
    messages::identity_linked(deps, tx, pool, user, provider.display_name()).await?;
    Ok(LinkWrite::Done(Box::new(changed)))
}

/// Takes the link of this key away. Whatever else is open for the account is closed with it: some of it may have come that way.
pub async fn unlink(deps: &Deps, caller: &Caller, key_of_link: &str) -> Result<UnlinkOutcome, Error> {
    let Caller { pool, client, user, .. } = caller;
    if require_recent_proof(deps, caller.proven_at()).is_err() {
        return Ok(UnlinkOutcome::NotRecent);
    }
    let has_own_way = has_own_way(deps, caller).await?;
    let providers = deps.directory.providers(&pool.id).await?;
    let write = async |tx: &Tx| -> Result<UnlinkOutcome, Error> {
        let held = tx.identities().list(&pool.id, user.id).await?;
        let Some(identity) = held.iter().find(|identity| key(identity) == key_of_link) else {
            return Ok(UnlinkOutcome::NotFound);
        };
        if !has_own_way && held.len() < 2 {
            return Ok(UnlinkOutcome::LastWay);
        }
        if !tx.identities().remove(identity).await? {
            return Ok(UnlinkOutcome::NotFound);
        }
        tx.provider_tokens().remove(&pool.id, identity.provider, user.id).await?;
        let changed = follow_fresh(deps, tx, (pool, user.id), Some(deps.now())).await?;
        end_everything_else(deps, tx, caller, changed.epoch).await?;
        let provider = providers.iter().find(|provider| provider.id == identity.provider);
        let mut event = events::of_user(deps, EventName::IdentityUnlinked, &pool.id, user.id, Some(&client.id));
        event.detail = json!({ "provider": provider.map(|provider| &provider.name) });
        tx.events().add(&event).await?;
        messages::identity_unlinked(deps, tx, pool, user, provider.map_or("", |provider| provider.display_name()))
            .await?;
        Ok(UnlinkOutcome::Unlinked)
    };
    deps.storage.unit(write).await
}

/// Brings what the user shows of their links in step with the links; ends what is open for them, where a moment is given.
async fn follow_fresh(
    deps: &Deps,
    tx: &Tx,
    (pool, user): (&Pool, UserId),
    ended_at: Option<Micros>,
) -> Result<User, Error> {
    let busy = || Error::Busy { retry_after_secs: 1 };
    let mut changed = tx.users().find(&pool.id, user).await?.ok_or_else(busy)?;
    let read_version = changed.version;
    follow(deps, tx, &mut changed).await?;
    changed.updated_at = deps.now();
    if let Some(now) = ended_at {
        changed.end_all(now);
    }
    match tx.users().save(&changed, read_version, &pool.settings).await? {
        UserWrite::Done => Ok(User { version: read_version + 1, ..changed }),
        UserWrite::Conflict(_) | UserWrite::Stale => Err(busy()),
    }
}

/// Whether the caller can sign in without any provider.
async fn has_own_way(deps: &Deps, caller: &Caller) -> Result<bool, Error> {
    let Caller { pool, user, .. } = caller;
    if user.is_from_elsewhere() {
        return Ok(false);
    }
    let offered = pool.settings.offered_first();
    let by_code = |factor, contact| offered.contains(&factor) && user.has_verified(contact);
    if user.password.is_some()
        || by_code(Factor::EmailCode, Contact::Email)
        || by_code(Factor::SmsCode, Contact::PhoneNumber)
    {
        return Ok(true);
    }
    Ok(offered.contains(&Factor::Passkey) && deps.storage.read().passkeys().count(&pool.id, user.id).await? > 0)
}

/// A link's key for forms: not what the provider calls the person.
fn key(identity: &Identity) -> String {
    let UserId(user) = identity.user;
    let whole = json!([user, identity.provider, identity.attribute, identity.subject]).to_string();
    hex::encode(digest::sha256(whole.as_bytes()).get(..16).unwrap_or_default())
}
