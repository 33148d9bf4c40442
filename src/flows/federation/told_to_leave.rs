//! A SAML provider says that somebody has signed out there: the sign-ins here that came from there end (SAML Profiles §4.4.4).

use std::sync::Arc;

use url::Url;
use uuid::Uuid;

use super::{saml_key, saml_session};
use crate::domain::pool::Pool;
use crate::domain::provider::{Provider, ProviderType};
use crate::domain::random;
use crate::federation::saml::{
    ENTITY_ID, Exclusive, IncomingLogout, LogoutExpected, SKEW_SECS, Service, answer_logout, entity_id, is_on,
    metadata_of, read_logout_request, unverified_issuer,
};
use crate::flows::session::Ending;
use crate::flows::{Deps, Error, admission};
use crate::limits::Rate;
use crate::storage::Tx;

/// Most sign-ins that end in one transaction.
const BATCH: u64 = 100;

/// Where one goes whom a provider signed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// To the provider, with our answer.
    Back(String),
    /// Nowhere: it has no place for answers.
    Here,
}

/// Ends the sign-ins that came from the sessions which a provider says have ended. One of which nothing is known ends nothing, and
/// is answered as any other. Answers where the browser goes with our answer; `None`: the request is not believed.
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
        if !end(deps, pool, provider, &incoming).await? {
            return Ok(None);
        }
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

/// Ends them, so many at a time; `false`: the request came before.
async fn end(deps: &Deps, pool: &Pool, provider: &Provider, logout: &IncomingLogout) -> Result<bool, Error> {
    let which = saml_session::ended_there(deps, provider, logout);
    let mut is_new = true;
    loop {
        let logins = deps.storage.read().sessions().list_from(&pool.id, &which, BATCH).await?;
        let is_last = logins.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        let ending = Ending::of(deps, &pool.id, &logins).await?;
        // Used up with the first that it ends, so that it can be sent again where that failed.
        let write = async |tx: &Tx| -> Result<bool, Error> {
            if is_new && !saml_session::is_first(tx, provider, &logout.id, logout.not_on_or_after).await? {
                return Ok(false);
            }
            ending.write(deps, tx).await?;
            if is_last {
                tx.saml().forget_sessions(&pool.id, &which).await?;
            }
            Ok(true)
        };
        if !deps.storage.unit(write).await? {
            return Ok(false);
        }
        if is_last {
            return Ok(true);
        }
        is_new = false;
    }
}
