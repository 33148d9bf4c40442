//! Who signs out here is sent to sign out at the SAML provider that they came from, where the admin wants that (`IDPSignout`,
//! `cognito.md` §1.6), and comes back to where they were going.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tracing::info;
use uuid::Uuid;

use super::saml_key;
use super::saml_session::Kept;
use crate::crypto::ring::StatePurpose;
use crate::crypto::sealed_state;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderId};
use crate::domain::random;
use crate::domain::session::{SessionLogin, UpstreamSession};
use crate::federation::saml::{
    Exclusive, LogoutAnswer, LogoutExpected, SKEW_SECS, Service, ask_logout, entity_id, is_on, metadata_of,
    read_logout_answer,
};
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::Tx;

/// Seconds within which one is back from a logout.
const LONGEST_SECS: i64 = 600;
const CONTEXT: &[u8] = b"saml-logout";
const PAUSED: &[u8] = b"saml-logout-paused";

/// Where a logout goes on, as it travels.
#[derive(Serialize, Deserialize)]
struct Leaving {
    pool: PoolId,
    provider: ProviderId,
    request_id: String,
    location: String,
}

/// Where a browser goes whose sign-in has ended here.
#[derive(Clone, Debug)]
pub enum Onward {
    /// Straight to where it was going.
    Straight(String),
    /// To this URL of the provider, which sends it on.
    Through(Arc<Provider>, String),
}

/// A logout that was asked for by a form, on its way to a page of ours.
#[derive(Serialize, Deserialize)]
struct Paused {
    pool: PoolId,
    upstream: UpstreamSession,
    location: String,
}

/// Sends a browser on whose sign-in `ended` here and which is on its way to `location`. The session there is forgotten: it is asked
/// to end once.
pub async fn leave(deps: &Deps, ended: &SessionLogin, location: String) -> Result<Onward, Error> {
    match ended.upstream {
        Some(upstream) => go_on(deps, Paused { pool: ended.pool.clone(), upstream, location }).await,
        None => Ok(Onward::Straight(location)),
    }
}

/// The state under which a browser goes on from a page of ours, where a form asked for the end of `ended`; `None`: it goes straight
/// on. No answer to a form leads to a provider: browsers would hold the form against all of its own redirects.
pub fn pause(deps: &Deps, ended: &SessionLogin, location: &str) -> Option<String> {
    let paused = Paused { pool: ended.pool.clone(), upstream: ended.upstream?, location: location.to_owned() };
    let until = deps.now().plus_secs(LONGEST_SECS);
    sealed_state::seal_json(&deps.ring, StatePurpose::Upstream, PAUSED, &paused, until).ok()
}

/// Sends a browser on that came to that page, and the pool that it was signed in to; `None`: the state is none of ours, or too old.
pub async fn resume(deps: &Deps, state: &str) -> Result<Option<(PoolId, Onward)>, Error> {
    let opened = sealed_state::open_json(&deps.ring, StatePurpose::Upstream, PAUSED, state, deps.now());
    let Ok::<Paused, _>(paused) = opened else { return Ok(None) };
    let pool = paused.pool.clone();
    Ok(Some((pool, go_on(deps, paused).await?)))
}

async fn go_on(deps: &Deps, paused: Paused) -> Result<Onward, Error> {
    let through = through(deps, &paused).await?;
    Ok(through.map_or(Onward::Straight(paused.location), |(provider, url)| Onward::Through(provider, url)))
}

async fn through(deps: &Deps, paused: &Paused) -> Result<Option<(Arc<Provider>, String)>, Error> {
    let Paused { pool, upstream, location } = paused;
    let take = async |tx: &Tx| -> Result<_, Error> { Ok(tx.saml().take_session(pool, *upstream, deps.now()).await?) };
    let Some(plain) = deps.storage.unit(take).await? else { return Ok(None) };
    let Ok(kept) = serde_json::from_slice::<Kept>(&plain) else { return Ok(None) };
    let providers = deps.directory.providers(pool).await?;
    let Some(provider) = providers.iter().find(|provider| provider.id == kept.provider) else { return Ok(None) };
    let Some(destination) = logout_url(provider) else { return Ok(None) };
    let request_id = format!("_{}", Uuid::from_bytes(random::bytes(deps.random.as_ref())).simple());
    let leaving = Leaving {
        pool: pool.clone(),
        provider: provider.id,
        request_id: request_id.clone(),
        location: location.clone(),
    };
    let until = deps.now().plus_secs(LONGEST_SECS);
    let Ok(state) = sealed_state::seal_json(&deps.ring, StatePurpose::Upstream, CONTEXT, &leaving, until) else {
        return Ok(None);
    };
    let key = saml_key::key(deps, pool).await?;
    let entity_id = entity_id(pool);
    let service = Service { entity_id: &entity_id, answers: "", logout: "", key: &key };
    let session_index = kept.session_index.as_deref();
    let request = ask_logout(&service, &request_id, deps.now(), &destination, &kept.name_id, session_index);
    let url = request.by_redirect(Some(&state), Some(&key)).ok();
    Ok(url.map(|url| (provider.clone(), url)))
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
