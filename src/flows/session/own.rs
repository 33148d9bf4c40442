//! A signed-in user sees where they are signed in and which apps act for them, and ends one or the other.

use super::sign_out;
use crate::domain::client::ClientId;
use crate::domain::clock::Micros;
use crate::domain::event::EventName;
use crate::domain::grant::Grant;
use crate::domain::session::{SessionId, SessionLogin};
use crate::flows::account::{Caller, Through};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Most sessions that are shown, those used last; more end with all others.
const MOST_SESSIONS: u64 = 50;
/// Most grants that are looked at, those given last.
const MOST_GRANTS: u64 = 500;

/// Where somebody is signed in.
#[derive(Clone, Debug, Default)]
pub struct OwnSessions {
    /// Browsers, the one used last first.
    pub sessions: Vec<SessionLogin>,
    /// Apps, by name.
    pub apps: Vec<OwnApp>,
}

/// An app that acts for somebody.
#[derive(Clone, Debug)]
pub struct OwnApp {
    /// The app.
    pub client: ClientId,
    /// What people call it.
    pub name: String,
    /// When it was last let in.
    pub since: Micros,
}

/// What is open for the caller.
pub async fn list_own(deps: &Deps, caller: &Caller) -> Result<OwnSessions, Error> {
    let Caller { pool, user, .. } = caller;
    let now = deps.now();
    let mut sessions = deps.storage.read().sessions().list(&pool.id, user.id, MOST_SESSIONS).await?;
    sessions.retain(|login| login.is_live(now) && !user.has_ended(login.epoch));
    let grants = deps.storage.read().grants().list_live(&pool.id, user.id, (user.epoch, now), MOST_GRANTS).await?;
    Ok(OwnSessions { sessions, apps: apps(deps, grants).await? })
}

async fn apps(deps: &Deps, grants: Vec<Grant>) -> Result<Vec<OwnApp>, Error> {
    let mut apps: Vec<OwnApp> = Vec::new();
    // The newest come first.
    for grant in grants {
        if apps.iter().any(|app| app.client == grant.client) {
            continue;
        }
        let Some(client) = deps.directory.client(&grant.client).await? else { continue };
        apps.push(OwnApp { client: grant.client, name: client.name.clone(), since: grant.created_at });
    }
    apps.sort_by(|one, other| one.name.cmp(&other.name).then_with(|| one.client.cmp(&other.client)));
    Ok(apps)
}

/// Ends a session of the caller and the grants born in it, of whichever client: they said which one they do not want. `false`: they have none of
/// this id.
pub async fn end_own(deps: &Deps, caller: &Caller, session: SessionId) -> Result<bool, Error> {
    let Caller { pool, user, client, .. } = caller;
    let event = events::of_user(deps, EventName::SignedOut, &pool.id, user.id, Some(&client.id));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let login = tx.sessions().login(session, &pool.id).await?;
        if login.is_none_or(|login| login.user != user.id) {
            return Ok(false);
        }
        tx.sessions().remove_logins(&[session], &pool.id).await?;
        tx.grants().revoke_of_sessions(&[session], &pool.id, &[], deps.now()).await?;
        tx.events().add(&event).await?;
        Ok(true)
    };
    deps.storage.unit(write).await
}

/// Signs the caller out of the browser in which they are, if they are in one: as an app does it, which may keep its grants.
pub async fn end_here(deps: &Deps, caller: &Caller) -> Result<(), Error> {
    match &caller.through {
        Through::Session(login) => sign_out(deps, login).await,
        Through::Token { .. } => Ok(()),
    }
}

/// Takes back what an app was given by the caller, in whichever session; `false`: nothing.
pub async fn end_own_app(deps: &Deps, caller: &Caller, app: &ClientId) -> Result<bool, Error> {
    let Caller { pool, user, .. } = caller;
    let event = events::of_user(deps, EventName::GrantRevoked, &pool.id, user.id, Some(app));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let ended = tx.grants().revoke_of_user_and_client(&pool.id, user.id, app, deps.now()).await?;
        if ended > 0 {
            tx.events().add(&event).await?;
        }
        Ok(ended > 0)
    };
    deps.storage.unit(write).await
}

impl OwnSessions {
    /// Whether `login` is the session in which the caller looks at it.
    pub fn is_of(login: &SessionLogin, caller: &Caller) -> bool {
        matches!(&caller.through, Through::Session(own) if own.session == login.session)
    }
}
