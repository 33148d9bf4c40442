//! The details of a SAML provider: checked, its metadata fetched where it lies elsewhere, and completed with what follows from
//! it (`cognito.md` §7).

use std::collections::BTreeMap;

use http::{Method, Request, StatusCode};
use thiserror::Error as ThisError;
use tracing::warn;
use url::Url;

use super::saml_key;
use crate::domain::pool::PoolId;
use crate::domain::provider::{Provider, ProviderId, ProviderType};
use crate::federation::saml::{FETCHED_METADATA, MetadataError, ProviderMetadata};
use crate::flows::{Deps, Error};
use crate::storage::{ProviderWrite, Tx};

/// The details that are kept and not shown.
pub const HIDDEN_SAML_DETAILS: [&str; 2] = [ENTITY_ID, FETCHED_METADATA];
const ENTITY_ID: &str = "entity_id";
const URL: &str = "MetadataURL";
const FILE: &str = "MetadataFile";
const SIGN_IN: &str = "SSORedirectBindingURI";
const LOGOUT: &str = "SLORedirectBindingURI";
const CERTIFICATE: &str = "ActiveEncryptionCertificate";
const SWITCHES: [&str; 3] = ["IDPSignout", "IDPInit", "EncryptedResponses"];
const ALGORITHM: &str = "RequestSigningAlgorithm";

/// Why details cannot be so; in the words of an `InvalidParameterException`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum SamlDetailsProblem {
    /// Both of the ways to give metadata, or none.
    #[error("ProviderDetails must have exactly one of MetadataURL and MetadataFile.")]
    Source,
    /// A URL that cannot be one of metadata.
    #[error("MetadataURL must be an https URL.")]
    Url,
    /// It cannot be fetched. Does not say more: whoever may ask shall not learn what is behind a firewall (case 198).
    #[error("The metadata cannot be fetched from MetadataURL.")]
    Unreachable,
    /// The metadata do not do.
    #[error("{0}")]
    Metadata(#[from] MetadataError),
    /// A switch that is neither on nor off.
    #[error("{0} must be true or false.")]
    Switch(&'static str),
    /// Another algorithm than the one there is.
    #[error("RequestSigningAlgorithm must be rsa-sha256.")]
    Algorithm,
    /// A detail that SAML has not.
    #[error("ProviderDetails has a key that SAML providers do not have.")]
    Unknown,
}

/// Checks the details of a SAML provider and adds what follows from them. Open no transaction: it may fetch.
pub async fn complete_saml_details(
    deps: &Deps,
    id: ProviderId,
    pool: &PoolId,
    mut details: BTreeMap<String, String>,
) -> Result<Result<BTreeMap<String, String>, SamlDetailsProblem>, Error> {
    for derived in [ENTITY_ID, FETCHED_METADATA, SIGN_IN, LOGOUT, CERTIFICATE] {
        details.remove(derived);
    }
    if let Err(problem) = check(&details) {
        return Ok(Err(problem));
    }
    let text = match (details.get(URL), details.get(FILE)) {
        (Some(url), None) => match fetch(deps, id, url).await {
            Ok(text) => text,
            Err(problem) => return Ok(Err(problem)),
        },
        (None, Some(file)) => file.clone(),
        (Some(_), Some(_)) | (None, None) => return Ok(Err(SamlDetailsProblem::Source)),
    };
    if let Err(problem) = derive(&mut details, text) {
        return Ok(Err(problem.into()));
    }
    if details.get("EncryptedResponses").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        details.insert(CERTIFICATE.to_owned(), saml_key::signing_certificate(deps, pool).await?);
    }
    Ok(Ok(details))
}

fn check(details: &BTreeMap<String, String>) -> Result<(), SamlDetailsProblem> {
    for (key, value) in details {
        if let Some(switch) = SWITCHES.into_iter().find(|switch| switch == key) {
            if !value.eq_ignore_ascii_case("true") && !value.eq_ignore_ascii_case("false") {
                return Err(SamlDetailsProblem::Switch(switch));
            }
        } else if key == ALGORITHM {
            if value != "rsa-sha256" {
                return Err(SamlDetailsProblem::Algorithm);
            }
        } else if key != URL && key != FILE {
            return Err(SamlDetailsProblem::Unknown);
        }
    }
    Ok(())
}

/// Writes what metadata say into the details.
fn derive(details: &mut BTreeMap<String, String>, text: String) -> Result<(), MetadataError> {
    let metadata = ProviderMetadata::read(&text)?;
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

async fn fetch(deps: &Deps, id: ProviderId, url: &str) -> Result<String, SamlDetailsProblem> {
    let url = Url::parse(url).map_err(|_| SamlDetailsProblem::Url)?;
    let is_plain = url.username().is_empty() && url.password().is_none();
    if !matches!(url.scheme(), "https" | "http") || !is_plain {
        return Err(SamlDetailsProblem::Url);
    }
    let request = Request::builder().method(Method::GET).uri(url.as_str()).body(Vec::new());
    let request = request.map_err(|_| SamlDetailsProblem::Url)?;
    let response = deps.calls.send(id, request).await.map_err(|_| SamlDetailsProblem::Unreachable)?;
    if response.status() != StatusCode::OK {
        return Err(SamlDetailsProblem::Unreachable);
    }
    String::from_utf8(response.into_body()).map_err(|_| MetadataError::NotMetadata.into())
}

/// Fetches the metadata of a SAML provider again. What cannot be fetched or read, or is suddenly another provider's, leaves
/// what is there: an outage of the place where metadata lie locks nobody out. Answers whether anything changed.
pub async fn refresh_saml_metadata(deps: &Deps, provider: &Provider) -> Result<bool, Error> {
    let Some(url) = provider.detail(URL).filter(|_| provider.kind == ProviderType::Saml) else { return Ok(false) };
    let mut details = provider.details.clone();
    let fetched = match fetch(deps, provider.id, url).await {
        Ok(text) => derive(&mut details, text).map_err(SamlDetailsProblem::from),
        Err(problem) => Err(problem),
    };
    let is_same = details.get(ENTITY_ID) == provider.details.get(ENTITY_ID);
    if let Err(problem) = fetched {
        warn!(pool = %provider.pool, provider = provider.name, %problem, "the metadata of a provider were not refreshed");
        return Ok(false);
    }
    if !is_same {
        warn!(pool = %provider.pool, provider = provider.name, "the metadata of a provider are another provider's now");
        return Ok(false);
    }
    if details == provider.details {
        return Ok(false);
    }
    let changed = Provider { details, updated_at: deps.now(), ..provider.clone() };
    let save =
        async |tx: &Tx| -> Result<ProviderWrite, Error> { Ok(tx.providers().save(&changed, provider.version).await?) };
    Ok(deps.storage.unit(save).await? == ProviderWrite::Done)
}
