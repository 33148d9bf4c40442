//! Clients: made, read, changed, listed and deleted. What may be set is decided here, for every door.

use serde_json::json;

use crate::domain::client::{
    Client, ClientId, ClientSettings, OAuthFlow, RedirectUriProblem, check_registered, is_custom_scope,
};
use crate::domain::event::EventName;
use crate::domain::pool::{Pool, PoolId};
use crate::domain::provider::OWN_USERS;
use crate::domain::random;
use crate::domain::risk::{RiskConfiguration, RiskProblem};
use crate::domain::secret::Secret;
use crate::flows::manage::page_token::{self, Page, PageTokenInvalid};
use crate::flows::manage::signing_keys::{self, Rotation};
use crate::flows::{Deps, Error, events};
use crate::storage::Tx;

/// Most callback or sign-out URLs of a client (`cognito.md` §3.3).
const MOST_URLS: usize = 100;

/// Why a client cannot be as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientProblem {
    /// A callback URL cannot be registered.
    CallbackUrl(String, RedirectUriProblem),
    /// A sign-out URL cannot be registered.
    LogoutUrl(String, RedirectUriProblem),
    /// More than a hundred URLs.
    TooManyUrls,
    /// The default is not one of the callback URLs.
    DefaultRedirectUri,
    /// OAuth flows are on but nothing can use them: no callback URL, no scope, or no flow.
    OAuthIncomplete(&'static str),
    /// A scope that the pool does not have.
    Scope(String),
    /// A lifetime outside its range; Cognito's member name.
    Lifetime(&'static str),
    /// A number outside its range; Cognito's or our member name.
    OutOfRange(&'static str),
    /// Rotation together with a flow that would bypass it.
    RotationWithRefreshFlow,
    /// An attribute that the pool does not have.
    Attribute(String),
    /// A required attribute that the client could not write.
    RequiredAttribute(String),
    /// A provider that the pool does not have.
    IdentityProvider(PoolId, String),
    /// It has no secret to prove who it is, and wants to be believed where its users come from.
    TellsAddresses,
    /// What it does about risk.
    Risk(RiskProblem),
    /// It cannot ask for itself.
    ClientCredentials(ClientCredentialsProblem),
}

/// Why a client cannot use the client credentials grant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClientCredentialsProblem {
    /// It has no secret to prove who it is.
    NoSecret,
    /// It has a flow beside it in which a person signs in.
    OtherFlow,
    /// A standard scope, which is about a user.
    Scope(String),
}

/// How a change ends.
#[derive(Debug)]
pub enum ClientChange {
    /// Done.
    Done(Box<Client>),
    /// There is no such client in the pool.
    NotFound,
    /// It cannot be so.
    Refused(ClientProblem),
    /// It was changed at the same time by somebody else.
    Concurrent,
}

/// Makes a client.
pub async fn create(
    deps: &Deps,
    pool: &Pool,
    name: String,
    settings: ClientSettings,
    has_secret: bool,
) -> Result<ClientChange, Error> {
    if let Some(problem) = problem(pool, &settings, has_secret) {
        return Ok(ClientChange::Refused(problem));
    }
    signing_keys::prepare(deps, &pool.id, &settings, Rotation::Announced).await?;
    let now = deps.now();
    let client = Client {
        id: ClientId::generate(deps.random.as_ref()),
        pool: pool.id.clone(),
        name,
        secret: has_secret.then(|| Secret::from(random::lower_alphanumeric(deps.random.as_ref(), 52))),
        settings,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    let detail = json!({ "client": client.id.as_str() });
    let event = events::of_pool(deps, EventName::ClientCreated, &pool.id, detail);
    let write = async |tx: &Tx| -> Result<Option<ClientProblem>, Error> {
        if let Some(problem) = absent(tx, &client).await? {
            return Ok(Some(problem));
        }
        tx.clients().add(&client).await?;
        tx.events().add(&event).await?;
        Ok(None)
    };
    Ok(match deps.storage.unit(write).await? {
        Some(problem) => ClientChange::Refused(problem),
        None => ClientChange::Done(Box::new(client)),
    })
}

/// The client as stored now.
pub async fn describe(deps: &Deps, pool: &PoolId, id: &ClientId) -> Result<Option<Client>, Error> {
    Ok(deps.storage.read().clients().find(id).await?.filter(|client| client.pool == *pool))
}

/// Clients of a pool in the order of their ids, after `after`.
pub async fn list(deps: &Deps, pool: &PoolId, after: Option<&str>, limit: u64) -> Result<Vec<Client>, Error> {
    Ok(deps.storage.read().clients().list(pool, after, limit).await?)
}

/// A page of the clients of a pool, in the order of their ids.
pub async fn page(
    deps: &Deps,
    pool: &PoolId,
    token: Option<&str>,
    limit: u16,
) -> Result<Result<Page<Client>, PageTokenInvalid>, Error> {
    let of = ["clients", pool.as_str(), ""];
    let after: Option<String> = match page_token::open(deps, of, token) {
        Ok(after) => after,
        Err(invalid) => return Ok(Err(invalid)),
    };
    let items = list(deps, pool, after.as_deref(), u64::from(limit) + 1).await?;
    page_token::page(deps, of, items, limit, |client| client.id.as_str().to_owned()).map(Ok)
}

/// Changes a client: `change` gets it as it is and leaves it as it shall be, or says why not.
pub async fn update<R>(
    deps: &Deps,
    pool: &Pool,
    id: &ClientId,
    change: impl FnOnce(&mut Client) -> Result<(), R>,
) -> Result<Result<ClientChange, R>, Error> {
    let Some(mut client) = describe(deps, &pool.id, id).await? else { return Ok(Ok(ClientChange::NotFound)) };
    let read_version = client.version;
    if let Err(refused) = change(&mut client) {
        return Ok(Err(refused));
    }
    if let Some(problem) = problem(pool, &client.settings, !client.is_public()) {
        return Ok(Ok(ClientChange::Refused(problem)));
    }
    signing_keys::prepare(deps, &pool.id, &client.settings, Rotation::Announced).await?;
    client.updated_at = deps.now();
    let event = events::of_pool(deps, EventName::ClientUpdated, &pool.id, json!({ "client": id.as_str() }));
    let write = async |tx: &Tx| -> Result<Option<ClientChange>, Error> {
        if let Some(problem) = absent(tx, &client).await? {
            return Ok(Some(ClientChange::Refused(problem)));
        }
        if !tx.clients().save(&client, read_version).await? {
            return Ok(Some(ClientChange::Concurrent));
        }
        tx.events().add(&event).await?;
        Ok(None)
    };
    let refused = deps.storage.unit(write).await?;
    deps.directory.forget_client(id);
    client.version = read_version + 1;
    Ok(Ok(refused.unwrap_or_else(|| ClientChange::Done(Box::new(client)))))
}

/// Deletes a client; its grants die with it (case 56).
pub async fn delete(deps: &Deps, pool: &PoolId, id: &ClientId) -> Result<bool, Error> {
    let event = events::of_pool(deps, EventName::ClientDeleted, pool, json!({ "client": id.as_str() }));
    let write = async |tx: &Tx| -> Result<bool, Error> {
        let is_removed = tx.clients().remove(pool, id).await?;
        if is_removed {
            tx.grants().revoke_of_client(id, deps.now()).await?;
            tx.events().add(&event).await?;
        }
        Ok(is_removed)
    };
    let is_removed = deps.storage.unit(write).await?;
    deps.directory.forget_client(id);
    Ok(is_removed)
}

/// What the client names and the pool does not have.
async fn absent(tx: &Tx, client: &Client) -> Result<Option<ClientProblem>, Error> {
    if let Some(scope) = absent_scope(tx, client).await? {
        return Ok(Some(ClientProblem::Scope(scope)));
    }
    let absent = absent_provider(tx, client).await?;
    Ok(absent.map(|name| ClientProblem::IdentityProvider(client.pool.clone(), name)))
}

/// An upstream provider of the client that the pool does not have. Those that it has stay until the transaction ends.
async fn absent_provider(tx: &Tx, client: &Client) -> Result<Option<String>, Error> {
    let listed = client.settings.identity_providers.iter().flatten().map(String::as_str);
    let listed: Vec<&str> = listed.filter(|name| *name != OWN_USERS).collect();
    if listed.is_empty() {
        return Ok(None);
    }
    let there = tx.providers().existing(&client.pool, &listed).await?;
    Ok(listed.into_iter().find(|name| !there.iter().any(|known| known == name)).map(str::to_owned))
}

/// A custom scope of the client that no resource server defines. Those that are defined stay so until the transaction
/// ends.
async fn absent_scope(tx: &Tx, client: &Client) -> Result<Option<String>, Error> {
    let custom = client.settings.oauth_scopes.iter().map(String::as_str).filter(|scope| is_custom_scope(scope));
    let custom: Vec<&str> = custom.collect();
    if custom.is_empty() {
        return Ok(None);
    }
    let defined = tx.resource_servers().defined(&client.pool, &custom).await?;
    Ok(custom.into_iter().find(|scope| !defined.contains(*scope)).map(str::to_owned))
}

/// What is wrong with the settings of a client of `pool`, custom scopes aside.
fn problem(pool: &Pool, settings: &ClientSettings, has_secret: bool) -> Option<ClientProblem> {
    url_problem(settings)
        .or_else(|| oauth_problem(settings))
        .or_else(|| client_credentials_problem(settings, has_secret))
        .or_else(|| settings.lifetimes.problem().map(ClientProblem::Lifetime))
        .or_else(|| range_problem(settings))
        .or_else(|| (settings.tells_addresses && !has_secret).then_some(ClientProblem::TellsAddresses))
        .or_else(|| settings.risk.as_ref().and_then(RiskConfiguration::problem).map(ClientProblem::Risk))
        .or_else(|| attribute_problem(pool, settings))
}

fn url_problem(settings: &ClientSettings) -> Option<ClientProblem> {
    if settings.callback_urls.len() > MOST_URLS || settings.logout_urls.len() > MOST_URLS {
        return Some(ClientProblem::TooManyUrls);
    }
    let first = |urls: &[String], make: fn(String, RedirectUriProblem) -> ClientProblem| {
        urls.iter().find_map(|url| check_registered(url).err().map(|problem| make(url.clone(), problem)))
    };
    let default_is_one = settings.default_redirect_uri.as_ref().is_none_or(|uri| settings.callback_urls.contains(uri));
    first(&settings.callback_urls, ClientProblem::CallbackUrl)
        .or_else(|| first(&settings.logout_urls, ClientProblem::LogoutUrl))
        .or_else(|| (!default_is_one).then_some(ClientProblem::DefaultRedirectUri))
}

fn oauth_problem(settings: &ClientSettings) -> Option<ClientProblem> {
    if !settings.oauth_enabled {
        return None;
    }
    let lacks = [
        (settings.oauth_flows.is_empty(), "AllowedOAuthFlows"),
        (settings.oauth_scopes.is_empty(), "AllowedOAuthScopes"),
        (settings.callback_urls.is_empty() && settings.oauth_flows.contains(&OAuthFlow::Code), "CallbackURLs"),
    ];
    lacks.into_iter().find_map(|(is_lacking, member)| is_lacking.then_some(ClientProblem::OAuthIncomplete(member)))
}

/// What a client that asks for itself must be (`cognito.md` §2.5): it proves who it is, and has nothing of a user.
fn client_credentials_problem(settings: &ClientSettings, has_secret: bool) -> Option<ClientProblem> {
    if !settings.oauth_flows.contains(&OAuthFlow::ClientCredentials) {
        return None;
    }
    if !has_secret {
        return Some(ClientProblem::ClientCredentials(ClientCredentialsProblem::NoSecret));
    }
    if settings.oauth_flows.len() > 1 {
        return Some(ClientProblem::ClientCredentials(ClientCredentialsProblem::OtherFlow));
    }
    let standard = settings.oauth_scopes.iter().find(|scope| !is_custom_scope(scope));
    standard.map(|scope| ClientProblem::ClientCredentials(ClientCredentialsProblem::Scope(scope.clone())))
}

fn range_problem(settings: &ClientSettings) -> Option<ClientProblem> {
    let rotation = settings.rotation;
    let checks = [
        (settings.auth_session_minutes.is_none_or(|minutes| (3..=15).contains(&minutes)), "AuthSessionValidity"),
        (rotation.is_none_or(|rotation| (0..=60).contains(&rotation.grace_secs)), "RetryGracePeriodSeconds"),
        (settings.code_lifetime_secs.is_none_or(|secs| (1..=300).contains(&secs)), "CodeLifetimeSeconds"),
    ];
    if let Some(member) = checks.into_iter().find_map(|(holds, member)| (!holds).then_some(member)) {
        return Some(ClientProblem::OutOfRange(member));
    }
    let lists_refresh = settings
        .auth_flows
        .as_ref()
        .is_some_and(|flows| flows.contains(&crate::domain::client::AuthFlow::AllowRefreshTokenAuth));
    (rotation.is_some_and(|rotation| rotation.enabled) && lists_refresh)
        .then_some(ClientProblem::RotationWithRefreshFlow)
}

fn attribute_problem(pool: &Pool, settings: &ClientSettings) -> Option<ClientProblem> {
    let schema = &pool.settings.schema;
    let named = settings.read_attributes.iter().chain(&settings.write_attributes).flatten();
    if let Some(name) = named.into_iter().find(|name| *name != "sub" && !schema.knows(name)) {
        return Some(ClientProblem::Attribute(name.clone()));
    }
    let unwritable = settings
        .write_attributes
        .as_ref()
        .and_then(|writes| schema.required.iter().find(|name| !writes.contains(*name)).cloned());
    unwritable.map(ClientProblem::RequiredAttribute)
}
