//! Upstream identity providers: configured, read, changed, listed and deleted. What may be configured is decided here, for
//! every door. How one goes away stands in `leaving`.

mod leaving;

use std::collections::BTreeMap;

use serde_json::json;

pub use self::leaving::delete;
use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::details::{self, Details};
use crate::domain::provider::{
    AttributeUpdate, MOST_PROVIDERS, MappingProblem, Provider, ProviderId, ProviderProblem, ProviderSettings,
    ProviderType, check_mapping, name_problem,
};
use crate::domain::random::uuid_v7;
use crate::domain::secret::Secret;
use crate::federation::connector_of;
use crate::flows::federation;
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error, events};
use crate::storage::{ProviderWrite, Tx};

/// A provider as an admin describes it.
#[derive(Debug)]
pub struct NewProvider {
    /// Its name.
    pub name: String,
    /// Which connector speaks to it.
    pub kind: ProviderType,
    /// Cognito's `ProviderDetails`, secrets among them.
    pub details: BTreeMap<String, String>,
    /// Cognito's `AttributeMapping`.
    pub mapping: BTreeMap<String, String>,
    /// Cognito's `IdpIdentifiers`.
    pub identifiers: Vec<String>,
}

/// What is to be otherwise; each replaces all of what was there. Secrets that are left out stay.
#[derive(Debug, Default)]
pub struct ProviderUpdate {
    /// Cognito's `ProviderDetails`.
    pub details: Option<BTreeMap<String, String>>,
    /// Cognito's `AttributeMapping`.
    pub mapping: Option<BTreeMap<String, String>>,
    /// Cognito's `IdpIdentifiers`.
    pub identifiers: Option<Vec<String>>,
    /// What Cognito has no members for: what is said of it.
    pub settings: Option<SettingsUpdate>,
}

/// What is to be otherwise of what Cognito has no members for. What is not said stays.
#[derive(Debug, Default)]
pub struct SettingsUpdate {
    /// Whether its word counts that an address is verified; `Some(None)`: as its type does.
    pub trusts_email: Option<Option<bool>>,
    /// When attributes are written; all of them.
    pub updates: Option<BTreeMap<String, AttributeUpdate>>,
    /// Whether the tokens that it gives are kept.
    pub keeps_tokens: Option<bool>,
    /// What people call it.
    pub display_name: Option<String>,
    /// Whether newcomers are offered to link the account that has their address.
    pub offers_link: Option<bool>,
    /// Whether it sends browsers back to an address of its own.
    pub has_own_callback: Option<bool>,
}

/// How a change ends.
#[derive(Debug)]
pub enum ProviderChange {
    /// Done.
    Done(Box<Provider>),
    /// There is no such provider in the pool.
    NotFound,
    /// The pool has one of this name, in whichever case.
    NameTaken,
    /// Another provider of the pool has this identifier.
    IdentifierTaken(String),
    /// The pool has as many as it can have.
    TooMany,
    /// It cannot be so.
    Refused(ProviderProblem),
    /// It was changed at the same time by somebody else.
    Concurrent,
}

/// Configures a provider.
pub async fn create(deps: &Deps, pool: &Pool, new: NewProvider) -> Result<ProviderChange, Error> {
    let now = deps.now();
    let mut provider = Provider {
        id: ProviderId(uuid_v7(deps.random.as_ref(), now)),
        pool: pool.id.clone(),
        name: new.name,
        kind: new.kind,
        details: BTreeMap::new(),
        secrets: BTreeMap::new(),
        mapping: BTreeMap::new(),
        identifiers: Vec::new(),
        settings: ProviderSettings::default(),
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let parts = ProviderUpdate {
        details: Some(new.details),
        mapping: Some(new.mapping),
        identifiers: Some(new.identifiers),
        settings: None,
    };
    let problem = name_problem(provider.kind, &provider.name);
    if let Some(problem) = problem.or_else(|| apply(deps, pool, &mut provider, parts).err()) {
        return Ok(ProviderChange::Refused(problem));
    }
    if let Err(problem) = completed(deps, &mut provider).await? {
        return Ok(ProviderChange::Refused(problem));
    }
    let detail = json!({ "provider": provider.name, "type": provider.kind.as_str() });
    let event = events::of_pool(deps, EventName::ProviderCreated, &pool.id, detail);
    let write = async |tx: &Tx| -> Result<Result<ProviderWrite, ()>, Error> {
        if tx.providers().count(&pool.id).await? >= MOST_PROVIDERS {
            return Ok(Err(()));
        }
        let written = tx.providers().add(&provider).await?;
        if written == ProviderWrite::Done {
            tx.events().add(&event).await?;
        }
        Ok(Ok(written))
    };
    let written = deps.storage.unit(write).await?;
    deps.directory.forget_providers(&pool.id);
    Ok(written.map_or(ProviderChange::TooMany, |written| change(provider, written)))
}

/// The provider as stored now.
pub async fn describe(deps: &Deps, pool: &PoolId, name: &str) -> Result<Option<Provider>, Error> {
    Ok(deps.storage.read().providers().find_by_name(pool, name).await?)
}

/// The provider that has this identifier, as stored now.
pub async fn describe_by_identifier(deps: &Deps, pool: &PoolId, identifier: &str) -> Result<Option<Provider>, Error> {
    Ok(deps.storage.read().providers().find_by_identifier(pool, identifier).await?)
}

/// A page of the providers of a pool, in the order of their names.
pub async fn page(
    deps: &Deps,
    pool: &PoolId,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Provider>, PageTokenInvalid>, Error> {
    let of = ["providers", pool.as_str(), ""];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let items = deps.storage.read().providers().list(pool, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |provider| provider.name.clone()).map(Ok)
}

/// Changes a provider.
pub async fn update(deps: &Deps, pool: &Pool, name: &str, update: ProviderUpdate) -> Result<ProviderChange, Error> {
    let Some(mut provider) = describe(deps, &pool.id, name).await? else { return Ok(ProviderChange::NotFound) };
    if provider.settings.is_leaving {
        return Ok(ProviderChange::Concurrent);
    }
    let read_version = provider.version;
    let has_details = update.details.is_some();
    if let Err(problem) = apply(deps, pool, &mut provider, update) {
        return Ok(ProviderChange::Refused(problem));
    }
    if has_details && let Err(problem) = completed(deps, &mut provider).await? {
        return Ok(ProviderChange::Refused(problem));
    }
    provider.version = read_version + 1;
    provider.updated_at = deps.now();
    let event = events::of_pool(deps, EventName::ProviderUpdated, &pool.id, json!({ "provider": name }));
    let write = async |tx: &Tx| -> Result<ProviderWrite, Error> {
        let written = tx.providers().save(&provider, read_version).await?;
        if written == ProviderWrite::Done {
            if !provider.settings.keeps_tokens {
                tx.provider_tokens().remove_all(&pool.id, provider.id).await?;
            }
            tx.events().add(&event).await?;
        }
        Ok(written)
    };
    let written = deps.storage.unit(write).await?;
    deps.directory.forget_providers(&pool.id);
    Ok(change(provider, written))
}

/// Makes `provider` what `update` says.
fn apply(deps: &Deps, pool: &Pool, provider: &mut Provider, update: ProviderUpdate) -> Result<(), ProviderProblem> {
    if let Some(mut given) = update.details {
        federation::without_derived(provider.kind, &mut given);
        let Details { plain, secrets } = checked(deps, provider.kind, given, &provider.secrets)?;
        provider.details = plain;
        provider.secrets = secrets;
    }
    if let Some(mapping) = update.mapping {
        provider.set_mapping(mapping)?;
        provider.settings.updates.retain(|attribute, _| provider.mapping.contains_key(attribute));
        let problems = check_mapping(&pool.settings.schema, &provider.mapping);
        // What can never change is written once, and stays: `vestibule doctor` says so.
        let refused = problems.into_iter().find(|problem| !matches!(problem, MappingProblem::Immutable(_)));
        if let Some(problem) = refused {
            return Err(ProviderProblem::Mapping(problem));
        }
    }
    if let Some(identifiers) = update.identifiers {
        provider.set_identifiers(identifiers)?;
    }
    if let Some(SettingsUpdate { trusts_email, updates, keeps_tokens, display_name, offers_link, has_own_callback }) =
        update.settings
    {
        let settings = &mut provider.settings;
        settings.trusts_email = trusts_email.unwrap_or(settings.trusts_email);
        settings.keeps_tokens = keeps_tokens.unwrap_or(settings.keeps_tokens);
        settings.offers_no_link = offers_link.map_or(settings.offers_no_link, |offers| !offers);
        settings.has_own_callback = has_own_callback.unwrap_or(settings.has_own_callback);
        if settings.has_own_callback && provider.kind == ProviderType::Saml {
            return Err(ProviderProblem::NoOwnCallback);
        }
        if let Some(updates) = updates {
            settings.updates = updates;
            // Said again: the usual.
            settings.updates.retain(|_, update| *update != AttributeUpdate::Always);
        }
        if let Some(name) = display_name {
            provider.set_display_name(&name)?;
        }
        if offers_link == Some(true) && !provider.trusts_email() {
            return Err(ProviderProblem::OfferWithoutTrust);
        }
    }
    let is_mapped = |attribute: &&String| provider.mapping.contains_key(*attribute);
    match provider.settings.updates.keys().find(|attribute| !is_mapped(attribute)) {
        Some(attribute) => Err(ProviderProblem::NotMapped(attribute.clone())),
        None => Ok(()),
    }
}

/// Details that do, at addresses that may be called.
fn checked(
    deps: &Deps,
    kind: ProviderType,
    given: BTreeMap<String, String>,
    kept: &BTreeMap<String, Secret>,
) -> Result<Details, ProviderProblem> {
    let details = details::sort(kind, given, kept).map_err(ProviderProblem::Detail)?;
    let not_called = details.urls(kind).find(|(_, url)| !deps.calls.may_call(url)).map(|(key, _)| key);
    not_called.map_or(Ok(details), |key| Err(ProviderProblem::NotCalled(key)))
}

/// Adds to the details of `provider` what follows from them, and makes sure that it can be spoken to as they say: what is wrong
/// with a key or a tenant is for the admin to hear, and not for whoever signs in first.
async fn completed(deps: &Deps, provider: &mut Provider) -> Result<Result<(), ProviderProblem>, Error> {
    if let Err(problem) = federation::complete(deps, provider).await? {
        return Ok(Err(problem));
    }
    Ok(connector_of(provider).map(drop).map_err(|failure| ProviderProblem::Unusable(failure.detail)))
}

fn change(provider: Provider, written: ProviderWrite) -> ProviderChange {
    match written {
        ProviderWrite::Done => ProviderChange::Done(Box::new(provider)),
        ProviderWrite::Stale => ProviderChange::Concurrent,
        ProviderWrite::NameTaken => ProviderChange::NameTaken,
        ProviderWrite::IdentifierTaken(identifier) => ProviderChange::IdentifierTaken(identifier),
    }
}
