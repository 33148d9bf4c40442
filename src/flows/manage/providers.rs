//! Upstream identity providers: configured, read, changed, listed and deleted. What may be configured is decided here, for
//! every door.

use std::collections::BTreeMap;

use serde_json::json;

use crate::domain::client::ClientId;
use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::details::{self, Details};
use crate::domain::provider::{
    MOST_PROVIDERS, MappingProblem, Provider, ProviderId, ProviderProblem, ProviderSettings, ProviderType,
    check_mapping, name_problem,
};
use crate::domain::random::uuid_v7;
use crate::domain::secret::Secret;
use crate::flows::federation;
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::{Deps, Error, events};
use crate::storage::{ProviderWrite, Tx};

/// Clients read at a time while a provider goes away.
const BATCH: u64 = 100;

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
    /// What Cognito has no members for.
    pub settings: Option<ProviderSettings>,
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
    if let Err(problem) = federation::complete(deps, &mut provider).await? {
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
    deps.directory.forget_providers(&pool.id).await;
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
    let read_version = provider.version;
    let has_details = update.details.is_some();
    if let Err(problem) = apply(deps, pool, &mut provider, update) {
        return Ok(ProviderChange::Refused(problem));
    }
    if has_details && let Err(problem) = federation::complete(deps, &mut provider).await? {
        return Ok(ProviderChange::Refused(problem));
    }
    provider.version = read_version + 1;
    provider.updated_at = deps.now();
    let event = events::of_pool(deps, EventName::ProviderUpdated, &pool.id, json!({ "provider": name }));
    let write = async |tx: &Tx| -> Result<ProviderWrite, Error> {
        let written = tx.providers().save(&provider, read_version).await?;
        if written == ProviderWrite::Done {
            tx.events().add(&event).await?;
        }
        Ok(written)
    };
    let written = deps.storage.unit(write).await?;
    deps.directory.forget_providers(&pool.id).await;
    Ok(change(provider, written))
}

/// Takes a provider away, out of every client that lists it too, in the same transaction: one of the same name that comes
/// later was not meant. `false`: there is none.
pub async fn delete(deps: &Deps, pool: &PoolId, name: &str) -> Result<bool, Error> {
    let event = events::of_pool(deps, EventName::ProviderDeleted, pool, json!({ "provider": name }));
    let write = async |tx: &Tx| -> Result<Option<Vec<ClientId>>, Error> {
        let Some(provider) = tx.providers().find_by_name(pool, name).await? else { return Ok(None) };
        let changed = take_from_clients(deps, tx, &provider).await?;
        tx.providers().remove(pool, provider.id).await?;
        tx.events().add(&event).await?;
        Ok(Some(changed))
    };
    let changed = deps.storage.unit(write).await?;
    deps.directory.forget_providers(pool).await;
    for client in changed.iter().flatten() {
        deps.directory.forget_client(client).await;
    }
    Ok(changed.is_some())
}

/// Takes a provider out of the clients that list it, and says which did.
async fn take_from_clients(deps: &Deps, tx: &Tx, provider: &Provider) -> Result<Vec<ClientId>, Error> {
    let mut changed = Vec::new();
    let mut after: Option<ClientId> = None;
    loop {
        let clients = tx.clients().list(&provider.pool, after.as_ref().map(ClientId::as_str), BATCH).await?;
        after = clients.last().map(|client| client.id.clone());
        for mut client in clients {
            let listed = client.settings.identity_providers.as_mut();
            if !listed.is_some_and(|listed| listed.remove(&provider.name)) {
                continue;
            }
            client.updated_at = deps.now();
            if !tx.clients().save(&client, client.version).await? {
                // Somebody changed it since it was read: all of this begins anew when the admin tries again.
                return Err(Error::Busy { retry_after_secs: 1 });
            }
            changed.push(client.id);
        }
        if after.is_none() {
            return Ok(changed);
        }
    }
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
    if let Some(settings) = update.settings {
        provider.settings = settings;
    }
    Ok(())
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

fn change(provider: Provider, written: ProviderWrite) -> ProviderChange {
    match written {
        ProviderWrite::Done => ProviderChange::Done(Box::new(provider)),
        ProviderWrite::Stale => ProviderChange::Concurrent,
        ProviderWrite::NameTaken => ProviderChange::NameTaken,
        ProviderWrite::IdentifierTaken(identifier) => ProviderChange::IdentifierTaken(identifier),
    }
}
