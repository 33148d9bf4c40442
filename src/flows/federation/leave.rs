//! Single logout with SAML providers (`IDPSignout`, `cognito.md` §1.6): who signs out here is sent to sign out there, and comes
//! back to where they were going; and who signs out there is signed out here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tracing::info;
use url::Url;
use uuid::Uuid;

use super::saml_key;
use crate::crypto::digest;
use crate::crypto::ring::{MacPurpose, StatePurpose};
use crate::crypto::sealed_state;
use crate::domain::clock::Micros;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::{Provider, ProviderId, ProviderType, SUBJECT};
use crate::domain::random;
use crate::domain::user::UserId;
use crate::federation::SamlSession;
use crate::federation::saml::{
    ENTITY_ID, Exclusive, IncomingLogout, LogoutAnswer, LogoutExpected, NameId, Service, answer_logout, ask_logout,
    entity_id, is_on, metadata_of, read_logout_answer, read_logout_request, unverified_issuer,
};
use crate::flows::account::sign_out_everywhere;
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::Tx;

/// Seconds within which one is back from a logout.
const LONGEST_SECS: i64 = 600;
/// Seconds for which a session there is remembered: as long as one here lasts at most by default.
const REMEMBERED_SECS: i64 = 24 * 3600;
/// By how many seconds the clocks may differ.
const SKEW_SECS: i64 = 60;
const CONTEXT: &[u8] = b"saml-logout";

/// A session at a provider, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    provider: ProviderId,
    name_id: NameId,
    session_index: Option<String>,
}

/// Where a logout goes on, as it travels.
#[derive(Serialize, Deserialize)]
struct Leaving {
    pool: PoolId,
    provider: ProviderId,
    request_id: String,
    location: String,
}

fn key_of(pool: &PoolId, user: UserId, browser: &str) -> [Vec<u8>; 4] {
    [b"saml-session".to_vec(), pool.as_str().into(), user.to_string().into_bytes(), browser.as_bytes().to_vec()]
}

/// Remembers the session at the provider of whoever signs in with `browser`, where the admin wants it to be ended there.
pub(super) async fn remember(
    deps: &Deps,
    provider: &Provider,
    (user, browser): (UserId, &str),
    session: &SamlSession,
) -> Result<(), Error> {
    if !is_on(provider, "IDPSignout") || browser.is_empty() {
        return Ok(());
    }
    let parts = key_of(&provider.pool, user, browser);
    let id = deps.ring.keyed_hash(MacPurpose::SignInHandle, &parts.each_ref().map(Vec::as_slice));
    let kept =
        Kept { provider: provider.id, name_id: session.name_id.clone(), session_index: session.session_index.clone() };
    let plain = serde_json::to_vec(&kept).map_err(|_| Error::Internal("a session that is not written"))?;
    let until = deps.now().plus_secs(REMEMBERED_SECS);
    let keep =
        async |tx: &Tx| -> Result<(), Error> { Ok(tx.saml().keep_session(&provider.pool, &id, &plain, until).await?) };
    deps.storage.unit(keep).await
}

/// Where a browser goes that signed `user` out here and is on its way to `location`: to the provider, which sends it on, or
/// straight there.
pub async fn leave(deps: &Deps, pool: &PoolId, user: UserId, browser: &str, location: String) -> Result<String, Error> {
    let parts = key_of(pool, user, browser);
    let ids = deps.ring.keyed_hash_candidates(MacPurpose::SignInHandle, &parts.each_ref().map(Vec::as_slice));
    let take = async |tx: &Tx| -> Result<_, Error> { Ok(tx.saml().take_session(pool, &ids, deps.now()).await?) };
    let Some(plain) = deps.storage.unit(take).await? else { return Ok(location) };
    let Ok(kept) = serde_json::from_slice::<Kept>(&plain) else { return Ok(location) };
    let providers = deps.directory.providers(pool).await?;
    let Some(provider) = providers.iter().find(|provider| provider.id == kept.provider) else { return Ok(location) };
    let Some(destination) = logout_url(provider) else { return Ok(location) };
    let request_id = format!("_{}", Uuid::from_bytes(random::bytes(deps.random.as_ref())).simple());
    let leaving = Leaving {
        pool: pool.clone(),
        provider: provider.id,
        request_id: request_id.clone(),
        location: location.clone(),
    };
    let until = deps.now().plus_secs(LONGEST_SECS);
    let Ok(state) = sealed_state::seal_json(&deps.ring, StatePurpose::Upstream, CONTEXT, &leaving, until) else {
        return Ok(location);
    };
    let key = saml_key::key(deps, pool).await?;
    let entity_id = entity_id(pool);
    let service = Service { entity_id: &entity_id, answers: "", logout: "", key: &key };
    let session_index = kept.session_index.as_deref();
    let request = ask_logout(&service, &request_id, deps.now(), &destination, &kept.name_id, session_index);
    Ok(request.by_redirect(Some(&state), Some(&key)).unwrap_or(location))
}

/// Where the provider takes a request to log out by a redirect.
fn logout_url(provider: &Provider) -> Option<String> {
    let metadata = metadata_of(provider).ok().filter(|_| is_on(provider, "IDPSignout"))?;
    metadata.logout?.redirect
}

/// Reads what a provider posted in answer to our request. Answers where the browser was going, which is sealed and so does
/// not depend on what the provider says; `None`: the state is none of ours, or too old.
pub async fn left(deps: &Deps, state: &str, posted: &str, recipient: &str) -> Result<Option<String>, Error> {
    let opened = sealed_state::open_json(&deps.ring, StatePurpose::Upstream, CONTEXT, state, deps.now());
    let Ok(Leaving { pool, provider, request_id, location }) = opened else { return Ok(None) };
    admission::admit(deps, Rate::Guesses, Some(&pool))?.keep();
    let providers = deps.directory.providers(&pool).await?;
    if let Some(provider) = providers.iter().find(|known| known.id == provider)
        && let Ok(metadata) = metadata_of(provider)
    {
        let expected = LogoutExpected {
            issuer: &metadata.entity_id,
            keys: &metadata.keys,
            recipient,
            now: deps.now(),
            skew_secs: SKEW_SECS,
        };
        match read_logout_answer(&Exclusive, posted, &request_id, &expected) {
            Ok(LogoutAnswer::Done) => {}
            Ok(LogoutAnswer::NotDone) => info!(%pool, provider = provider.name, "a provider did not sign somebody out"),
            Err(refusal) => {
                info!(%pool, provider = provider.name, reason = refusal.as_str(), "an answer to a logout is not believed");
            }
        }
    }
    Ok(Some(location))
}

/// Signs out whom a provider says has signed out there, in all their sessions here. Answers where the browser goes with our
/// answer; `None`: the request is not believed.
pub async fn told_to_leave(
    deps: &Deps,
    pool: &Pool,
    posted: &str,
    (recipient, relay_state): (&str, &str),
) -> Result<Option<Told>, Error> {
    admission::admit(deps, Rate::Guesses, Some(&pool.id))?.keep();
    let Some(issuer) = unverified_issuer(posted) else { return Ok(None) };
    let providers = deps.directory.providers(&pool.id).await?;
    let is_of = |provider: &&Arc<Provider>| {
        provider.kind == ProviderType::Saml && provider.detail(ENTITY_ID) == Some(issuer.as_str())
    };
    for provider in providers.iter().filter(is_of).filter(|provider| is_on(provider, "IDPSignout")) {
        let Ok(metadata) = metadata_of(provider) else { continue };
        let expected = LogoutExpected {
            issuer: &metadata.entity_id,
            keys: &metadata.keys,
            recipient,
            now: deps.now(),
            skew_secs: SKEW_SECS,
        };
        let Ok(incoming) = read_logout_request(&Exclusive, posted, &expected) else { continue };
        if !is_first(deps, provider, &incoming.id, incoming.not_on_or_after).await? {
            return Ok(None);
        }
        end_sessions(deps, pool, provider, &incoming).await?;
        let Some(destination) = metadata.logout.and_then(|logout| logout.redirect) else {
            return Ok(Some(Told::Here));
        };
        let key = saml_key::key(deps, &pool.id).await?;
        let entity_id = entity_id(&pool.id);
        let service = Service { entity_id: &entity_id, answers: "", logout: "", key: &key };
        let id = format!("_{}", Uuid::from_bytes(random::bytes(deps.random.as_ref())).simple());
        let answer = answer_logout(&service, &id, deps.now(), &destination, &incoming.id);
        let relay_state = Some(relay_state).filter(|state| !state.is_empty());
        let url = answer.by_redirect(relay_state, Some(&key)).ok().filter(|url| Url::parse(url).is_ok());
        return Ok(Some(url.map_or(Told::Here, Told::Back)));
    }
    Ok(None)
}

/// Where one goes whom a provider signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// To the provider, with our answer.
    Back(String),
    /// Nowhere: it has no place for answers.
    Here,
}

async fn end_sessions(deps: &Deps, pool: &Pool, provider: &Provider, logout: &IncomingLogout) -> Result<(), Error> {
    let value = [(SUBJECT.to_owned(), logout.name_id.value.clone())];
    let linked = deps.storage.read().identities().find(&pool.id, provider.id, &value).await?;
    for identity in linked {
        sign_out_everywhere(deps, pool, identity.user, None).await?;
    }
    Ok(())
}

/// Whether a message of a provider comes for the first time, on whichever node (case 190).
pub(super) async fn is_first(deps: &Deps, provider: &Provider, id: &str, until: Micros) -> Result<bool, Error> {
    let id = digest::sha256_hex(format!("{} {id}", provider.id).as_bytes());
    let take =
        async |tx: &Tx| -> Result<bool, Error> { Ok(tx.saml().take_assertion(&provider.pool, &id, until).await?) };
    deps.storage.unit(take).await
}
