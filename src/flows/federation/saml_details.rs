//! What follows from the details of a SAML provider: its metadata, fetched where they lie elsewhere, and what they say
//! (`cognito.md` §7). Which details there are is not known here.

use std::collections::BTreeMap;

use http::{Method, Request, StatusCode};
use tracing::warn;
use url::Url;

use super::saml_key;
use crate::domain::provider::{Provider, ProviderProblem, ProviderType};
use crate::federation::saml::{ENTITY_ID, FETCHED_METADATA, ProviderMetadata, is_on};
use crate::flows::{Deps, Error};
use crate::storage::{ProviderWrite, Tx};

const URL: &str = "MetadataURL";
const FILE: &str = "MetadataFile";
const SIGN_IN: &str = "SSORedirectBindingURI";
const LOGOUT: &str = "SLORedirectBindingURI";
const CERTIFICATE: &str = "ActiveEncryptionCertificate";
/// What is never an admin's to say. Programs send back what they were shown.
const DERIVED: [&str; 5] = [ENTITY_ID, FETCHED_METADATA, SIGN_IN, LOGOUT, CERTIFICATE];
const UNREACHABLE: &str = "The metadata cannot be fetched from MetadataURL.";

/// Takes what is derived out of the details that an admin gives.
pub fn without_derived(kind: ProviderType, details: &mut BTreeMap<String, String>) {
    if kind == ProviderType::Saml {
        details.retain(|key, _| !DERIVED.contains(&key.as_str()));
    }
}

/// Adds to the details of a provider what follows from them, where it speaks SAML. Open no transaction: it may fetch.
pub async fn complete(deps: &Deps, provider: &mut Provider) -> Result<Result<(), ProviderProblem>, Error> {
    if provider.kind != ProviderType::Saml {
        return Ok(Ok(()));
    }
    let text = match (provider.detail(URL), provider.detail(FILE)) {
        (Some(url), _) => match fetch(deps, provider, url).await {
            Ok(text) => text,
            Err(problem) => return Ok(Err(ProviderProblem::Metadata(problem))),
        },
        (None, Some(file)) => file.to_owned(),
        (None, None) => return Ok(Err(ProviderProblem::Metadata(UNREACHABLE.to_owned()))),
    };
    if let Err(problem) = derive(&mut provider.details, text) {
        return Ok(Err(ProviderProblem::Metadata(problem)));
    }
    // The pool has its key from now on, whoever asks for its metadata.
    let certificate = saml_key::signing_certificate(deps, &provider.pool).await?;
    if is_on(provider, "EncryptedResponses") {
        provider.details.insert(CERTIFICATE.to_owned(), certificate);
    }
    Ok(Ok(()))
}

/// Writes what metadata say into the details.
fn derive(details: &mut BTreeMap<String, String>, text: String) -> Result<(), String> {
    let metadata = ProviderMetadata::read(&text).map_err(|error| format!("The SAML metadata do not do: {error}."))?;
    details.insert(ENTITY_ID.to_owned(), metadata.entity_id);
    let ways = [(SIGN_IN, metadata.sign_in.redirect), (LOGOUT, metadata.logout.and_then(|logout| logout.redirect))];
    for (name, location) in ways {
        match location {
            Some(location) => details.insert(name.to_owned(), location),
            None => details.remove(name),
        };
    }
    if details.contains_key(URL) {
        details.insert(FETCHED_METADATA.to_owned(), text);
    }
    Ok(())
}

/// Does not say why not: whoever may ask shall not learn what is behind a firewall (case 198).
async fn fetch(deps: &Deps, provider: &Provider, url: &str) -> Result<String, String> {
    let unreachable = || UNREACHABLE.to_owned();
    let url = Url::parse(url).map_err(|_| unreachable())?;
    let request = Request::builder().method(Method::GET).uri(url.as_str()).body(Vec::new());
    let response =
        deps.calls.send(provider.id, request.map_err(|_| unreachable())?).await.map_err(|_| unreachable())?;
    if response.status() != StatusCode::OK {
        return Err(unreachable());
    }
    String::from_utf8(response.into_body()).map_err(|_| "The SAML metadata are not UTF-8.".to_owned())
}

/// Fetches the metadata of a SAML provider again. What cannot be fetched or read, or is suddenly another provider's, leaves
/// what is there: an outage of the place where metadata lie locks nobody out. Answers whether anything changed.
pub async fn refresh_saml_metadata(deps: &Deps, provider: &Provider) -> Result<bool, Error> {
    let Some(url) = provider.detail(URL).filter(|_| provider.kind == ProviderType::Saml) else { return Ok(false) };
    let mut details = provider.details.clone();
    let fetched = match fetch(deps, provider, url).await {
        Ok(text) => derive(&mut details, text),
        Err(problem) => Err(problem),
    };
    if let Err(problem) = fetched {
        warn!(pool = %provider.pool, provider = provider.name, problem, "the metadata of a provider were not refreshed");
        return Ok(false);
    }
    if details.get(ENTITY_ID) != provider.details.get(ENTITY_ID) {
        warn!(pool = %provider.pool, provider = provider.name, "the metadata of a provider are another provider's now");
        return Ok(false);
    }
    if details == provider.details {
        return Ok(false);
    }
    let changed = Provider { details, version: provider.version + 1, updated_at: deps.now(), ..provider.clone() };
    let save =
        async |tx: &Tx| -> Result<ProviderWrite, Error> { Ok(tx.providers().save(&changed, provider.version).await?) };
    let is_done = deps.storage.unit(save).await? == ProviderWrite::Done;
    deps.directory.forget_providers(&provider.pool);
    Ok(is_done)
}
