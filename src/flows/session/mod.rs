//! The browser's session: one cookie a host, one sign-in a pool inside it.
//!
//! The cookie's value is a random key of which only a keyed hash is stored. It is replaced at each rise in privilege, so
//! that a value planted before the sign-in is worthless after it (case 104).

mod ending;
mod own;
mod rise;

use std::slice;

use crate::crypto::bearer;
use crate::crypto::ring::MacPurpose;
use crate::domain::client::Client;
use crate::domain::clock::Micros;
use crate::domain::device::TrustedDevice;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::random::uuid_v7;
use crate::domain::secret::{ExposeSecret, Secret};
use crate::domain::session::{SessionId, SessionLogin};
use crate::domain::sign_in::{Requirements, Resumption, asks_second, resume};
use crate::domain::user::User;
use crate::flows::account::proven_in_full;
use crate::flows::device::{Keeping, Presented, trusted};
use crate::flows::sign_in::Completed;
use crate::flows::sign_in::{policy_for, policy_of};
use crate::flows::{Deps, Error, admission, risk};
use crate::storage::{Alone, Tx};

pub(crate) use self::ending::Ending;
pub use self::own::{OwnApp, OwnSessions, end_here, end_own, end_own_app, list_own};
pub(crate) use self::rise::Rise;

/// A session that a browser now has.
#[derive(Debug)]
pub struct Established {
    /// The cookie's new value.
    pub key: Secret,
    /// The session.
    pub session: SessionId,
    /// What was completed.
    pub completed: Completed,
    /// The new value of the cookie by which the browser is known, where it is given one.
    pub device: Option<Secret>,
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
    let id = present.unwrap_or_else(|| SessionId(uuid_v7(deps.random.as_ref(), now)));
    let (address, agent) = admission::whereabouts();
    let login = SessionLogin {
        session: id,
        pool: pool.id.clone(),
        user: completed.user.id,
        provider: completed.authentication.provider(),
        upstream: completed.authentication.upstream(),
        auth_time: completed.authentication.auth_time(),
        amr: completed.authentication.amr().to_vec(),
        epoch: completed.authentication.epoch(),
        touched_at: now,
        expires_at: SessionLogin::end(pool.settings.sessions, now),
        idle_secs: pool.settings.sessions.idle_secs,
        address,
        agent,
    };
    let keeping = Keeping::of(deps, pool, &completed);
    let write = async |tx: &Tx| -> Result<Option<Secret>, Error> {
        if let Some(bucket) = &completed.clears {
            tx.attempts().remove(bucket).await?;
        }
        if present.is_some() {
            tx.sessions().rekey_others(id, &pool.id, &minted.hash).await?;
        }
        tx.sessions().put_login(&login, &minted.hash).await?;
        risk::completed(deps, tx, (pool, client, &completed.user), completed.risk.as_ref(), &login.amr).await?;
        match &keeping {
            Some(keeping) => keeping.write(deps, tx, &completed.user).await,
            None => Ok(None),
        }
    };
    let device = deps.storage.unit(write).await?;
    let completed = Completed { clears: None, ..completed };
    Ok(Established { key: minted.value, session: id, completed, device })
}

/// A live sign-in of a browser in one pool.
#[derive(Clone, Debug)]
pub struct Live {
    /// The sign-in.
    pub login: SessionLogin,
    /// Who it is.
    pub user: User,
    /// The browser as a device that may stand in for a second factor, where one is asked and was not proven.
    device: Option<TrustedDevice>,
}

impl Live {
    /// When its person proved all that is asked of them, for `require_recent_proof`; `None`: not all of it.
    pub fn proven_at(&self, pool: &Pool) -> Option<Micros> {
        proven_in_full(pool, &self.user, (self.login.auth_time, &self.login.amr))
    }

    /// What becomes of it for `client`, under the request's demands.
    pub fn resume(&self, deps: &Deps, pool: &Pool, client: &Client, requirements: Requirements) -> Resumption {
        resume(
            &self.login,
            (&self.user, self.device.as_ref()),
            &client.id,
            (&policy_for(pool, &client.id), requirements),
            deps.now(),
        )
    }
}

/// The live sign-in of the browser whose cookie is `key`, in `pool`. Its use is noted, once a minute at most.
pub async fn live(deps: &Deps, pool: &Pool, key: &str, presented: &Presented) -> Result<Option<Live>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        let Some((login, user)) = deps.storage.read().sessions().find_login_with_user(&hash, &pool.id).await? else {
            continue;
        };
        let now = deps.now();
        if !login.is_live(now) || !user.enabled || user.has_ended(login.epoch) {
            return Ok(None);
        }
        if login.needs_touch(now) {
            let touch = async |one: Alone<'_>| one.sessions().touch(login.session, &pool.id, now).await;
            deps.storage.alone(touch).await?;
        }
        let policy = policy_of(pool).by_provider(login.is_by_provider());
        let may_stand_in = policy.device_stands_in && !login.has_several_factors() && asks_second(&policy, None, &user);
        let device = if may_stand_in { trusted(deps, pool, &user, presented).await? } else { None };
        return Ok(Some(Live { login, user, device }));
    }
    Ok(None)
}

/// Who is, or was last, signed in to `pool` in the browser whose cookie is `key`, whether or not the sign-in can still be
/// used: what was born in it outlives it.
pub async fn last(deps: &Deps, pool: &PoolId, key: &str) -> Result<Option<Live>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        if let Some((login, user)) = deps.storage.read().sessions().find_login_with_user(&hash, pool).await? {
            return Ok(Some(Live { login, user, device: None }));
        }
    }
    Ok(None)
}

/// Ends a sign-in, and the grants born in it but for those of clients that keep theirs (decision D12). One that has
/// idled out or ended meanwhile is ended too: its grants outlive it by weeks.
pub async fn sign_out(deps: &Deps, login: &SessionLogin) -> Result<(), Error> {
    let ending = Ending::of(deps, &login.pool, slice::from_ref(login)).await?;
    deps.storage.unit(async |tx: &Tx| ending.write(deps, tx).await).await
}

/// The session behind a cookie's value, dead or alive: who signs in again in the same browser goes on with it, so that
/// what was born in it before is found by the next sign-out.
async fn find(deps: &Deps, key: &str) -> Result<Option<SessionId>, Error> {
    for hash in bearer::lookup(&deps.ring, MacPurpose::SessionKey, key) {
        if let Some(id) = deps.storage.read().sessions().find_by_key(&hash).await? {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The cookie's value as text, for the door that sets it.
pub fn expose(key: &Secret) -> &str {
    key.expose_secret()
}
