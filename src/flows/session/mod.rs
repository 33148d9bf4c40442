//! The browser's session: one cookie a host, one sign-in a pool inside it.
//!
//! The cookie's value is a random key of which only a keyed hash is stored. It is replaced at each rise in privilege, so
//! that a value planted before the sign-in is worthless after it (case 104).

use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::random::uuid_v7;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::session::{SessionId, SessionLogin};
use crate::domain::sign_in::{Authentication, Requirements, resume};
use crate::domain::user::User;
use crate::flows::sign_in::Completed;
use crate::flows::{Deps, Error, events};
use crate::storage::{StoredSession, Tx};

/// A session that a browser now has.
#[derive(Debug)]
pub struct Established {
    /// The cookie's new value.
    pub key: Secret,
    /// The session.
    pub session: SessionId,
    /// What was completed.
    pub completed: Completed,
}

/// Opens the browser's session for a completed sign-in: a first one, or the present one under a new key.
pub async fn establish(
    deps: &Deps,
    pool: &Pool,
    client: &Client,
    completed: Completed,
    present: Option<&str>,
) -> Result<Established, Error> {
    let now = deps.now();
    let minted = bearer::mint(&deps.ring, MacPurpose::SessionKey, deps.random.as_ref());
    let present = match present {
        Some(key) => find(deps, key).await?,
        None => None,
    };
    let end = SessionLogin::end(pool.settings.sessions, now);
    let session = StoredSession {
        id: present.as_ref().map_or_else(|| SessionId(uuid_v7(deps.random.as_ref(), now)), |session| session.id),
        key_hash: minted.hash.clone(),
        created_at: now,
        expires_at: present.as_ref().map_or(end, |session| session.expires_at.max(end)),
    };
    let login = SessionLogin {
        session: session.id,
        pool: pool.id.clone(),
        user: completed.user.id,
        auth_time: completed.authentication.auth_time(),
        amr: completed.authentication.amr().to_vec(),
        touched_at: now,
        expires_at: end,
        idle_secs: pool.settings.sessions.idle_secs,
    };
    let event = events::of_user(deps, EventName::SignedIn, &pool.id, completed.user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<(), Error> {
        if let Some(bucket) = &completed.clears {
            tx.attempts().remove(bucket).await?;
        }
        let is_present = present.is_some() && tx.sessions().rekey(session.id, &session.key_hash).await?;
        if is_present {
            tx.sessions().extend(session.id, session.expires_at).await?;
        } else {
            tx.sessions().add(&session).await?;
        }
        tx.sessions().put_login(&login).await?;
        Ok(tx.events().add(&event).await?)
    };
    deps.storage.unit(write).await?;
    let completed = Completed { clears: None, ..completed };
    Ok(Established { key: minted.value, session: session.id, completed })
}

/// A live sign-in of a browser in one pool.
#[derive(Clone, Debug)]
pub struct Live {
    /// The sign-in.
    pub login: SessionLogin,
    /// Who it is.
    pub user: User,
}

impl Live {
    /// Uses it for `client`, if the request's demands allow.
    pub fn resume(&self, deps: &Deps, client: &Client, requirements: Requirements) -> Option<Authentication> {
        resume(&self.login, &self.user, &client.id, requirements, deps.now())
    }
}

/// The live sign-in of the browser whose cookie is `key`, in `pool`. Its use is noted, once a minute at most.
pub async fn live(deps: &Deps, pool: &PoolId, key: &str) -> Result<Option<Live>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        let Some((login, user)) = deps.storage.read().sessions().find_login_with_user(&hash, pool).await? else {
            continue;
        };
        let now = deps.now();
        if !login.is_live(now) || !user.enabled || user.signed_out_since(login.auth_time) {
            return Ok(None);
        }
        if login.needs_touch(now) {
            let touch = async |tx: &Tx| tx.sessions().touch(login.session, pool, now).await;
            deps.storage.unit(touch).await?;
        }
        return Ok(Some(Live { login, user }));
    }
    Ok(None)
}

/// Whether there is a session behind a cookie's value.
pub async fn exists(deps: &Deps, key: &str) -> Result<bool, Error> {
    Ok(find(deps, key).await?.is_some())
}

/// Ends the whole session behind a cookie's value, if there is one.
pub async fn end(deps: &Deps, key: &str) -> Result<(), Error> {
    if let Some(session) = find(deps, key).await? {
        deps.storage.unit(async |tx: &Tx| tx.sessions().remove(session.id).await).await?;
    }
    Ok(())
}

/// Ends the sign-in of one pool, and the grants born in it unless the client keeps them (decision D12). A sign-in that
/// has idled out meanwhile is ended too: its grants outlive it by weeks.
pub async fn sign_out(deps: &Deps, pool: &PoolId, key: &str, keeps_grants: bool) -> Result<(), Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        let Some((session, login)) = deps.storage.read().sessions().find_login_by_key(&hash, pool).await? else {
            continue;
        };
        let event = events::of_user(deps, EventName::SignedOut, pool, login.user, None);
        let write = async |tx: &Tx| -> Result<(), Error> {
            tx.sessions().remove_login(session.id, pool).await?;
            if !keeps_grants {
                tx.grants().revoke_of_session(session.id, pool, deps.now()).await?;
            }
            Ok(tx.events().add(&event).await?)
        };
        deps.storage.unit(write).await?;
    }
    Ok(())
}

async fn find(deps: &Deps, key: &str) -> Result<Option<StoredSession>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        let found = deps.storage.read().sessions().find_by_key(&hash).await?;
        if let Some(session) = found.filter(|session| deps.now() < session.expires_at) {
            return Ok(Some(session));
        }
    }
    Ok(None)
}

/// The cookie's value as text, for the door that sets it.
pub fn expose(key: &Secret) -> &str {
    key.expose_secret()
}
