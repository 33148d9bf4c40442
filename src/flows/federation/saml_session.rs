//! The sessions that people have at SAML providers, remembered for the sign-ins that came from them: so that either end can end
//! the other.

use serde::{Deserialize, Serialize};

use crate::crypto::digest;
use crate::crypto::ring::MacPurpose;
use crate::domain::clock::Micros;
use crate::domain::pool::Pool;
use crate::domain::provider::{Provider, ProviderId};
use crate::domain::random::uuid_v7;
use crate::domain::session::{SessionLogin, UpstreamSession};
use crate::federation::SamlSession;
use crate::federation::saml::{IncomingLogout, NameId, is_on};
use crate::flows::{Deps, Error};
use crate::storage::{StoredSamlSession, Tx, UpstreamOf};

/// A session at a provider, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) provider: ProviderId,
    pub(super) name_id: NameId,
    pub(super) session_index: Option<String>,
}

/// Remembers the session at the provider of whoever signs in, where the admin wants the one to end with the other; `None`: it is
/// not remembered.
pub(super) async fn remember(
    deps: &Deps,
    pool: &Pool,
    provider: &Provider,
    session: &SamlSession,
) -> Result<Option<UpstreamSession>, Error> {
    if !is_on(provider, "IDPSignout") {
        return Ok(None);
    }
    let now = deps.now();
    let SamlSession { name_id, session_index, .. } = session;
    let kept = Kept { provider: provider.id, name_id: name_id.clone(), session_index: session_index.clone() };
    let hash = |parts: &[&[u8]]| deps.ring.keyed_hash(MacPurpose::SignInHandle, parts);
    let id = UpstreamSession(uuid_v7(deps.random.as_ref(), now));
    let stored = StoredSamlSession {
        id,
        pool: pool.id.clone(),
        person: hash(&person(&provider.id.to_string(), name_id)),
        index: session_index.as_ref().map(|index| hash(&one_of(&provider.id.to_string(), name_id, index))),
        session: serde_json::to_vec(&kept).map_err(|_| Error::Internal("a session that is not written"))?,
        // as long as the one here may last
        expires_at: SessionLogin::end(pool.settings.sessions, now),
    };
    deps.storage.unit(async |tx: &Tx| -> Result<(), Error> { Ok(tx.saml().keep_session(&stored).await?) }).await?;
    Ok(Some(id))
}

/// Which sessions a provider says have ended: those that it names, or all of the person, where it names none (SAML Core
/// §3.7.3.1). An index counts only together with the name that it goes with.
pub(super) fn ended_there(deps: &Deps, provider: &Provider, logout: &IncomingLogout) -> UpstreamOf {
    let (provider, name) = (provider.id.to_string(), &logout.name_id);
    let hashes = |parts: &[&[u8]]| deps.ring.keyed_hash_candidates(MacPurpose::SignInHandle, parts);
    UpstreamOf {
        person: hashes(&person(&provider, name)),
        indexes: logout.session_indexes.iter().flat_map(|index| hashes(&one_of(&provider, name, index))).collect(),
    }
}

/// Whether a message of a provider comes for the first time, on whichever node (case 190); in the running transaction.
pub(super) async fn is_first(tx: &Tx, provider: &Provider, id: &str, until: Micros) -> Result<bool, Error> {
    let id = digest::sha256_hex(format!("{} {id}", provider.id).as_bytes());
    Ok(tx.saml().take_assertion(&provider.pool, &id, until).await?)
}

fn person<'a>(provider: &'a str, name: &'a NameId) -> [&'a [u8]; 3] {
    [b"saml-person", provider.as_bytes(), name.value.as_bytes()]
}

fn one_of<'a>(provider: &'a str, name: &'a NameId, index: &'a str) -> [&'a [u8]; 4] {
    [b"saml-session", provider.as_bytes(), name.value.as_bytes(), index.as_bytes()]
}
